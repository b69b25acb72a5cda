import type { Settings } from './settings.ts';

const TEMPLATES = ['confirmation', 'magic_link', 'recovery', 'email_change'];
/** The events that the function `billing` acts on. */
const EVENTS = [
  'checkout.session.completed',
  'customer.subscription.created',
  'customer.subscription.updated',
  'customer.subscription.deleted',
  'customer.subscription.paused',
  'customer.subscription.resumed',
  'invoice.paid',
  'invoice.payment_failed',
];

async function getJson(url: string, token: string, name: string): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(15_000),
  });
  if (!answer.ok) throw new Error(`${name} is refused with ${answer.status}: make a new one.`);
  return (await answer.json()) as Record<string, unknown>;
}

/** The settings of Auth that a user's safety and every mail depend on. */
export async function checkAuth(settings: Settings): Promise<string> {
  const { SUPABASE_ACCESS_TOKEN: token, SUPABASE_API_URL: api, DASHBOARD_URL } = settings;
  if (!token) {
    throw new Error('set SUPABASE_ACCESS_TOKEN (supabase.com/dashboard/account/tokens).');
  }
  const ref = new URL(settings.SUPABASE_URL).hostname.split('.')[0];
  const url = `${api || 'https://api.supabase.com'}/v1/projects/${ref}/config/auth`;
  const config = await getJson(url, token, 'SUPABASE_ACCESS_TOKEN');
  const wrong: string[] = [];
  // The mails put /confirm behind it: a slash at its end would be there twice.
  if (config.site_url !== DASHBOARD_URL) {
    wrong.push(`site URL ${DASHBOARD_URL}, without a slash at the end`);
  }
  if (Number(config.password_min_length) < 10) wrong.push('minimum password length 10');
  if (Number(config.jwt_exp) > 600) wrong.push('access token life 600 seconds');
  if (!config.mailer_secure_email_change_enabled) wrong.push('secure email change on');
  if (!config.security_update_password_require_reauthentication) {
    wrong.push('secure password change on');
  }
  for (const name of TEMPLATES) {
    const text = String(config[`mailer_templates_${name}_content`] ?? '');
    if (!text.includes('/confirm?token_hash='))
      wrong.push(`the template ${name} of supabase/templates`);
  }
  // To Auth all visitors of the dashboard are one: supabase/config.toml.
  if (Number(config.rate_limit_token_refresh) < 1000) {
    wrong.push('rate limit of token refreshes 1000');
  }
  if (wrong.length) {
    throw new Error(`run npm run deploy, or set in Authentication: ${wrong.join('; ')}.`);
  }
  return 'site URL, passwords, rate limits, changes of email and password, and mail templates are right';
}

/** Stripe tells our function of every change of a subscription. */
export async function checkStripe(settings: Settings): Promise<string> {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: api } = settings;
  if (!key) return 'billing is off (no STRIPE_SECRET_KEY)';
  const wanted = `${settings.SUPABASE_URL}/functions/v1/billing/webhook`;
  const url = `${api || 'https://api.stripe.com'}/v1/webhook_endpoints?limit=100`;
  const { data } = await getJson(url, key, 'STRIPE_SECRET_KEY');
  const endpoints = data as { url: string; status: string; enabled_events: string[] }[];
  const ours = endpoints.find((endpoint) => endpoint.url === wanted);
  if (!ours) throw new Error(`add a webhook endpoint at Stripe: ${wanted}.`);
  if (ours.status !== 'enabled') throw new Error('enable the webhook endpoint at Stripe.');
  const missing = EVENTS.filter(
    (event) => !ours.enabled_events.includes(event) && !ours.enabled_events.includes('*'),
  );
  if (missing.length) throw new Error(`add to the webhook endpoint: ${missing.join(', ')}.`);
  return 'the webhook endpoint is enabled';
}
