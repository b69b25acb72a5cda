import postgres from 'postgres';
import type { Pooler } from '../local/pooler.ts';
import { databaseTls } from '../supabase/functions/_shared/database/tls.ts';

/** A client of the pooler, as its console shows it. */
export interface PoolerClient {
  user: string;
  /** The version and the cipher; empty for a connection without. */
  tls: string;
}

/** The console of a pooler. The caller ends it. */
export function openPoolerConsole({ consoleUrl, ca }: Pick<Pooler, 'consoleUrl' | 'ca'>) {
  const sql = postgres(consoleUrl, {
    max: 1,
    // It knows no SQL, and no statements with parameters.
    fetch_types: false,
    ssl: databaseTls(consoleUrl, ca),
  });
  const ask = (command: string) => sql.unsafe(command).simple();
  return {
    ask,
    /** Those who are connected now, without the pooler's own. */
    async clients(): Promise<PoolerClient[]> {
      const clients = (await ask('show clients')) as unknown as PoolerClient[];
      return clients.filter(({ user }) => user !== 'pgbouncer');
    },
    end: () => sql.end({ timeout: 1 }),
  };
}
