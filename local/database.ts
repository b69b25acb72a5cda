import postgres from 'postgres';
import { databaseTls, tlsAdvice, tlsFailure } from '../supabase/functions/_shared/database/tls.ts';

/**
 * A connection to any Postgres, which may be far away: encrypted then, with a verified certificate.
 * Its statements have no names, which poolers lose.
 */
export function connectTo<Types extends Record<string, postgres.PostgresType>>(
  url: string,
  options: postgres.Options<Types> = {},
) {
  return postgres(url, {
    max: 1,
    prepare: false,
    onnotice() {},
    connect_timeout: 20,
    ...options,
    ssl: databaseTls(url),
  });
}

/** Advice for an `error` that says TLS failed; undefined for any other. */
export function explainTls(error: unknown, url: string): string | undefined {
  const failure = tlsFailure(error);
  const trust = 'run this again with NODE_EXTRA_CA_CERTS=<its file> before the command';
  return failure && tlsAdvice(failure, url, trust);
}
