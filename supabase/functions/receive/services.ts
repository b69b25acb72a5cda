import type { ServiceName } from '../_shared/contract/services.ts';
import type { Service } from './service.ts';
import { clerk } from './services/clerk.ts';
import { lemonSqueezy } from './services/lemon-squeezy.ts';
import { paddle } from './services/paddle.ts';
import { stripe } from './services/stripe.ts';
import { supabase } from './services/supabase.ts';
import { supabaseAuth } from './services/supabase-auth.ts';
import { woocommerce } from './services/woocommerce.ts';

/** Every service, by its name. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  stripe,
  paddle,
  lemon_squeezy: lemonSqueezy,
  woocommerce,
  clerk,
  supabase,
  supabase_auth: supabaseAuth,
};
