import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM({
  apiKey: process.env.TINYCRM_KEY,
  baseUrl: process.env.TINYCRM_URL,
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});

// At sign-up, at login, when a plan changes.
// Without await nobody waits for it, and it never throws.
crm.identify({
  email: 'alex@example.com',
  name: 'Alex',
  status: 'trial',
  params: { plan: 'pro' },
});
