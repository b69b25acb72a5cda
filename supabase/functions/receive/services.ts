import type { Source } from './service.ts';
import { clerk } from './services/clerk.ts';
import { lemonSqueezy } from './services/lemon-squeezy.ts';
import { paddle } from './services/paddle.ts';
import { stripe } from './services/stripe.ts';
import { supabase } from './services/supabase.ts';
import { supabaseAuth } from './services/supabase-auth.ts';
import { woocommerce } from './services/woocommerce.ts';

/** Every service, by the name that its URL and the database have. */
export const SOURCES = {
  stripe,
  paddle,
  lemon_squeezy: lemonSqueezy,
  woocommerce,
  clerk,
  supabase,
  supabase_auth: supabaseAuth,
} as const satisfies Record<string, Source>;

export type SourceName = keyof typeof SOURCES;

export function isSourceName(name: string): name is SourceName {
  return Object.hasOwn(SOURCES, name);
}
