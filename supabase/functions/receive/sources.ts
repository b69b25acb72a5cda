import type { Source } from './source.ts';
import { clerk } from './sources/clerk.ts';
import { lemonSqueezy } from './sources/lemon-squeezy.ts';
import { paddle } from './sources/paddle.ts';
import { stripe } from './sources/stripe.ts';
import { supabase } from './sources/supabase.ts';
import { supabaseAuth } from './sources/supabase-auth.ts';
import { woocommerce } from './sources/woocommerce.ts';

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
