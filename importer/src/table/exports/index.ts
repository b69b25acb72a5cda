import { calendly } from './calendly.ts';
import { clerk } from './clerk.ts';
import { googleContacts } from './google-contacts.ts';
import { gumroad } from './gumroad.ts';
import { hubspot } from './hubspot.ts';
import type { KnownExport, Recognize } from './known-export.ts';
import { lemonCustomers, lemonOrders, lemonSubscriptions } from './lemon-squeezy.ts';
import { mailchimp } from './mailchimp.ts';
import { kit, loops } from './newsletters.ts';
import { paddleCustomers, paddleSubscriptions } from './paddle.ts';
import { shopify, shopifyOrders } from './shopify.ts';
import { stripeCustomers, stripePayments, stripeSubscriptions } from './stripe.ts';
import { supabase } from './supabase.ts';
import { tinycrm } from './tinycrm.ts';
import { wooCustomers, wooOrders } from './woocommerce.ts';

const EXPORTS: Recognize[] = [
  tinycrm,
  clerk,
  gumroad,
  mailchimp,
  stripeCustomers,
  stripePayments,
  stripeSubscriptions,
  wooCustomers,
  ...wooOrders,
  lemonSubscriptions,
  lemonOrders,
  lemonCustomers,
  paddleCustomers,
  paddleSubscriptions,
  kit,
  loops,
  hubspot,
  supabase,
  shopify,
  shopifyOrders,
  googleContacts,
  calendly,
];

/** The export that a file is by its columns, or undefined when no service is known to make such a one. */
export function recognizeExport(columns: string[]): KnownExport | undefined {
  for (const recognize of EXPORTS) {
    const found = recognize(columns);
    if (found) return found;
  }
  return undefined;
}
