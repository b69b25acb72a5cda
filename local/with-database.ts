import type postgres from 'postgres';
import { connectTo, explainTls } from './database.ts';
import { Failure } from './failure.ts';

/** Runs `use` on a connection that ends with it. Throws a Failure with advice when TLS fails. */
export async function withDatabase<T>(
  url: string,
  use: (sql: postgres.Sql) => Promise<T>,
  options: postgres.Options<Record<string, never>> = {},
): Promise<T> {
  const sql = connectTo(url, options);
  try {
    return await use(sql);
  } catch (error) {
    const advice = explainTls(error, url);
    throw advice ? new Failure(advice) : error;
  } finally {
    await sql.end({ timeout: 1 });
  }
}
