import { TinyCRM } from 'tinycrm-sdk';

// Two products, each with its own API key, tell TinyCRM about the same person.
const productA = new TinyCRM({ apiKey: process.env.PRODUCT_A_KEY! });
const productB = new TinyCRM({ apiKey: process.env.PRODUCT_B_KEY! });

await productA.identify({
  email: 'Alex@Example.com',
  name: 'Alex Chen',
  status: 'paid',
  params: { plan: 'pro', mrr: 29 },
});
await productB.identify({
  email: ' alex@example.com ',
  status: 'free',
  params: { source: 'twitter' },
});
