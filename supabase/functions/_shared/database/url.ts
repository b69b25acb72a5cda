import { Problem } from '../contract/problems.ts';
import type { DatabasePoolOptions } from './pool.ts';

/** The database that the secrets lead to, or undefined. `warn` is told once what the operator should know. */
export function databaseUrl(
  secret: (name: string) => string | undefined,
  warn: (message: string) => void,
): string | undefined {
  const own = secret('INGEST_DB_URL');
  const url = own || secret('SUPABASE_DB_URL');
  if (!url) {
    warn('Neither INGEST_DB_URL nor SUPABASE_DB_URL is set: nothing can be written.');
    return undefined;
  }
  if (!own) {
    warn(
      'INGEST_DB_URL is not set: using SUPABASE_DB_URL, which has more rights than writing calls needs.',
    );
  }
  if (!URL.canParse(url)) {
    const name = own ? 'INGEST_DB_URL' : 'SUPABASE_DB_URL';
    warn(`${name} is not a URL: percent-encode the password. Nothing can be written.`);
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
export function notConfigured(): Problem {
  return new Problem(
    'not_configured',
    'Whoever runs this server must set the function secret INGEST_DB_URL to the database URL.',
    { headers: { 'retry-after': '60' } },
  );
}
