import assert from 'node:assert/strict';
import { Problem } from '../_shared/contract/problems.ts';
import { readSettings } from './settings.ts';

const SECRETS = {
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  STRIPE_PRICE_ID: 'price_1',
  BILLING_DB_URL: 'postgres://billing@db/postgres',
  SUPABASE_URL: 'https://x.supabase.co',
  DASHBOARD_URL: 'https://crm.example.com',
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_1"}',
};

function read(secrets: Record<string, string | undefined>) {
  const warnings: string[] = [];
  const settings = readSettings(
    (name) => secrets[name],
    (warning) => warnings.push(warning),
  );
  return { settings, warnings };
}

Deno.test('with every secret there are settings and no warning', () => {
  const { settings, warnings } = read(SECRETS);
  assert(!(settings instanceof Problem));
  assert.equal(settings.publishableKey, 'sb_publishable_1');
  assert.deepEqual(warnings, []);
});

Deno.test('without a key of Stripe billing is off, and nothing is amiss', () => {
  const { settings, warnings } = read({ ...SECRETS, STRIPE_SECRET_KEY: undefined });
  assert(settings instanceof Problem);
  assert.equal(settings.code, 'billing_off');
  assert.deepEqual(warnings, []);
});

Deno.test('every other secret that is missing is named, to callers and in the log', () => {
  const { settings, warnings } = read({ STRIPE_SECRET_KEY: 'sk_test_1' });
  assert(settings instanceof Problem);
  assert.equal(settings.code, 'not_configured');
  for (const name of Object.keys(SECRETS).filter((name) => !/KEYS?$/.test(name)))
    assert(settings.message.includes(name) && warnings.some((text) => text.includes(name)), name);
});

Deno.test('an address of the dashboard that leads nowhere counts as none', () => {
  for (const url of ['crm.example.com', 'javascript:alert(1)', '/billing']) {
    assert(read({ ...SECRETS, DASHBOARD_URL: url }).settings instanceof Problem, url);
  }
});

Deno.test('the URL of the owner of the database does, with a warning', () => {
  const { settings, warnings } = read({
    ...SECRETS,
    BILLING_DB_URL: undefined,
    SUPABASE_DB_URL: 'postgres://postgres@db/postgres',
  });
  assert(!(settings instanceof Problem));
  assert.equal(settings.databaseUrl, 'postgres://postgres@db/postgres');
  assert.equal(warnings.length, 1);
});

Deno.test('projects with a single key use that one', () => {
  const { settings } = read({
    ...SECRETS,
    SUPABASE_PUBLISHABLE_KEYS: undefined,
    SUPABASE_ANON_KEY: 'anon',
  });
  assert(!(settings instanceof Problem));
  assert.equal(settings.publishableKey, 'anon');
});
