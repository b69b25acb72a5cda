import { Problem } from '../_shared/contract/problems.ts';
import { tryLater } from './try-later.ts';

/** The settings that the secrets of the function hold. */
export interface Settings {
  stripeKey: string;
  webhookSecret: string;
  priceId: string;
  /** Another host than Stripe's, for tests. */
  stripeUrl: string | undefined;
  databaseUrl: string;
  apiUrl: string;
  /** Where Stripe's pages lead back to. */
  dashboardUrl: string;
  publishableKey: string;
}

type Secret = (name: string) => string | undefined;

/**
 * The settings, or the problem that answers every request without them. `warn` is told once what
 * the operator should know.
 */
export function readSettings(secret: Secret, warn: (message: string) => void): Settings | Problem {
  const stripeKey = secret('STRIPE_SECRET_KEY');
  if (!stripeKey) {
    return new Problem(
      'billing_off',
      'Everything is unlocked on this server. Whoever runs it can turn billing on: see docs/host/billing.md.',
    );
  }
  if (!secret('BILLING_DB_URL')) {
    warn('BILLING_DB_URL is not set: using SUPABASE_DB_URL, which has more rights than needed.');
  }
  const settings = {
    stripeKey,
    webhookSecret: secret('STRIPE_WEBHOOK_SECRET'),
    priceId: secret('STRIPE_PRICE_ID'),
    stripeUrl: secret('STRIPE_API_URL'),
    databaseUrl: secret('BILLING_DB_URL') || secret('SUPABASE_DB_URL'),
    apiUrl: secret('SUPABASE_URL'),
    dashboardUrl: httpUrl(secret('DASHBOARD_URL')),
    publishableKey: publishableKey(secret),
  };
  const names = {
    webhookSecret: 'STRIPE_WEBHOOK_SECRET',
    priceId: 'STRIPE_PRICE_ID',
    databaseUrl: 'BILLING_DB_URL',
    apiUrl: 'SUPABASE_URL',
    dashboardUrl: 'DASHBOARD_URL',
    publishableKey: 'SUPABASE_PUBLISHABLE_KEYS',
  };
  const missing = (Object.keys(names) as (keyof typeof names)[]).filter((key) => !settings[key]);
  if (missing.length === 0) return settings as Settings;
  const list = missing.map((key) => names[key]).join(', ');
  warn(`Nobody can pay until these secrets are set: ${list}.`);
  return tryLater('not_configured', `Whoever runs this server must set ${list}.`);
}

function httpUrl(text: string | undefined): string | undefined {
  return /^https?:$/.test(URL.parse(text ?? '')?.protocol ?? '') ? text : undefined;
}

/** Projects made since 2026 have several keys in JSON, older ones a single one. */
function publishableKey(secret: Secret): string | undefined {
  try {
    const keys: unknown = JSON.parse(secret('SUPABASE_PUBLISHABLE_KEYS') ?? '{}');
    const [first] = Object.values(keys as Record<string, string>);
    return first ?? secret('SUPABASE_ANON_KEY');
  } catch {
    return secret('SUPABASE_ANON_KEY');
  }
}
