import { existsSync, readFileSync } from 'node:fs';
import { Failure } from '../local/failure.ts';
import type { Answers } from './answers.ts';

/** Where Vercel has what Supabase has: both are in Amazon's regions. */
const REGIONS: Record<string, string> = {
  'af-south-1': 'cpt1',
  'ap-east-1': 'hkg1',
  'ap-northeast-1': 'hnd1',
  'ap-northeast-2': 'icn1',
  'ap-northeast-3': 'kix1',
  'ap-south-1': 'bom1',
  'ap-southeast-1': 'sin1',
  'ap-southeast-2': 'syd1',
  'ca-central-1': 'yul1',
  // Zurich: Frankfurt is the nearest.
  'eu-central-1': 'fra1',
  'eu-central-2': 'fra1',
  'eu-north-1': 'arn1',
  'eu-west-1': 'dub1',
  'eu-west-2': 'lhr1',
  'eu-west-3': 'cdg1',
  'me-central-1': 'dxb1',
  'sa-east-1': 'gru1',
  'us-east-1': 'iad1',
  'us-east-2': 'cle1',
  'us-west-1': 'sfo1',
  'us-west-2': 'pdx1',
};

/** The region of a database, by the host of its pooler; undefined elsewhere than on hosted Supabase. */
function regionOf(host: string): string | undefined {
  return /([a-z]{2}-[a-z]+-\d)\.pooler\./.exec(host)?.[1];
}

/** The region of Vercel that is beside a database. */
export function regionBeside(host: string): string | undefined {
  return REGIONS[regionOf(host) ?? ''];
}

/** The host of the shared pooler, which `supabase link` leaves in this folder. */
function poolerHost(answers: Answers): string {
  const file = 'supabase/.temp/pooler-url';
  const url = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const host = answers.POOLER_HOST || /@([^:/]+)/.exec(url)?.[1];
  if (host) return host;
  throw new Failure(
    'Unknown pooler host. Copy it from the project (Connect → Transaction pooler)  ' +
      'and write POOLER_HOST=<host> into the file with the answers.',
  );
}

/** The database as one of its roles: through port 6543 a connection is shared, through 5432 it is not. */
function databaseUrl(answers: Answers, role: string, password: string, port: 5432 | 6543) {
  const user = `${role}.${answers.PROJECT_REF}:${encodeURIComponent(password)}`;
  return `postgres://${user}@${poolerHost(answers)}:${port}/postgres`;
}

/** Secrets of the Edge Functions. */
export function functionSecrets(answers: Answers): Record<string, string> {
  const ingest = databaseUrl(answers, 'ingest', answers.INGEST_DB_PASSWORD!, 6543);
  const secrets = {
    DASHBOARD_URL: answers.DASHBOARD_URL ?? '',
    DB_CA: readFileSync(answers.DB_CA_FILE!, 'utf8').trim(),
    INGEST_DB_URL: ingest,
    READ_DB_URL: databaseUrl(answers, 'reader', answers.READ_DB_PASSWORD!, 6543),
  };
  return { ...secrets, ...billingSecrets(answers) };
}

function billingSecrets(answers: Answers): Record<string, string> {
  const { STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET = '', STRIPE_PRICE_ID = '' } = answers;
  if (!STRIPE_SECRET_KEY) return {};
  const BILLING_DB_URL = databaseUrl(answers, 'billing', answers.BILLING_DB_PASSWORD!, 6543);
  return {
    ...{ STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, STRIPE_PRICE_ID },
    BILLING_DB_URL,
  };
}

/** Environment variables of the dashboard, wherever it is hosted. */
export function dashboardSettings(answers: Answers, publishableKey: string) {
  const api = apiUrl(answers);
  const settings: Record<string, string | undefined> = {
    SUPABASE_URL: api,
    SUPABASE_PUBLISHABLE_KEY: publishableKey,
    INGEST_URL: `${api}/functions/v1/ingest`,
    SUPABASE_REGION: regionOf(poolerHost(answers)),
    SITE_URL: answers.DASHBOARD_URL,
    CRON_SECRET: answers.CRON_SECRET,
    SMTP_URL: answers.SMTP_URL,
    MAIL_FROM: answers.MAIL_FROM,
    FUNCTION_REGION: regionBeside(poolerHost(answers)),
  };
  const given = Object.entries(settings).filter(([, value]) => value);
  return Object.fromEntries(given) as Record<string, string>;
}

/** What deploy:check looks for, in its environment. */
export function checkSettings(answers: Answers, publishableKey: string): Record<string, string> {
  const { DASHBOARD_URL, SUPABASE_ACCESS_TOKEN, DB_PASSWORD, DB_CA_FILE } = answers;
  const { DB_CA: _, ...secrets } = functionSecrets(answers);
  return {
    ...dashboardSettings(answers, publishableKey),
    ...secrets,
    DASHBOARD_URL: DASHBOARD_URL!,
    SUPABASE_ACCESS_TOKEN: SUPABASE_ACCESS_TOKEN!,
    DB_URL: databaseUrl(answers, 'postgres', DB_PASSWORD!, 5432),
    NODE_EXTRA_CA_CERTS: DB_CA_FILE!,
  };
}

/** Another address than hosted Supabase's, in tests only. */
function apiUrl({ SUPABASE_URL, PROJECT_REF }: Answers): string {
  return SUPABASE_URL || `https://${PROJECT_REF}.supabase.co`;
}
