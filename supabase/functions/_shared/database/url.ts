import { Problem } from '../contract/problems.ts';
import type { DatabasePoolOptions } from './pool.ts';

/** The database that the secrets lead to, or undefined. `warn` is told once what the operator should know. */
export function databaseUrl(
  secret: (name: string) => string | undefined,
  warn: (message: string) => void,
  ownName = 'INGEST_DB_URL',
): string | undefined {
  const own = secret(ownName);
  const url = own || secret('SUPABASE_DB_URL');
  if (!url) {
    warn(`Neither ${ownName} nor SUPABASE_DB_URL is set: nothing can be answered.`);
    return undefined;
  }
  if (!own) {
    warn(`${ownName} is not set: using SUPABASE_DB_URL, which has more rights than needed.`);
  }
  if (!URL.canParse(url)) {
    const name = own ? ownName : 'SUPABASE_DB_URL';
    warn(`${name} is not a URL: percent-encode the password. Nothing can be answered.`);
    return undefined;
  }
  return url;
}

/** The TLS options that the secrets set. `warn` is told when there is no TLS. */
export function tlsOptions(
  secret: (name: string) => string | undefined,
  warn: (message: string) => void,
): Pick<DatabasePoolOptions, 'ca' | 'isPlain' | 'warn'> {
  const isPlain = secret('DB_TLS') === 'off';
  if (isPlain) {
    warn('DB_TLS is off: customers and their data go to the database unencrypted.');
  }
  return { ca: secret('DB_CA'), isPlain, warn };
}

/** The answer to every request when there is no database. */
export function notConfigured(name = 'INGEST_DB_URL'): Problem {
  return new Problem(
    'not_configured',
    `Whoever runs this server must set the function secret ${name} to the database URL.`,
    { headers: { 'retry-after': '60' } },
  );
}
