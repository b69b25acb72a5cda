import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { Bench } from '../bench.ts';
import { percentile } from '../statistics.ts';
import { queriesFor, type Query } from './queries.ts';

export interface Reading {
  name: string;
  p50Ms: number;
  p95Ms: number;
  barMs: number;
}

/** Nothing is asked more often than this takes, in ms: the bar is passed by far anyway. */
const MAX_MS = 4_000;

/** How long each question, or each of `names`, takes in the database, asked `times` times as a signed-in user under RLS. */
export async function measureReads(
  bench: Bench,
  times: number,
  say: (line: string) => void,
  names?: string[],
): Promise<Reading[]> {
  const { admin, tenant } = bench;
  const userId = randomUUID();
  await admin`insert into auth.users (id, email) values (${userId}, ${`${userId}@example.com`})`;
  await admin`
    insert into public.members (account_id, user_id, role)
    values (${tenant.accountId}, ${userId}, 'viewer')`;
  // As the REST layer: one session that becomes the user in each transaction.
  const sql = postgres(bench.stack.adminUrl, { max: 1, onnotice() {}, prepare: true });
  const claims = JSON.stringify({ sub: userId, role: 'authenticated' });
  const readings: Reading[] = [];
  try {
    if (!names) await indexNumbers(bench, sql, claims, say);
    for (const query of queriesFor(tenant)) {
      if (names && !names.includes(query.name)) continue;
      const reading = await measure(sql, claims, query, times);
      readings.push(reading);
      say(`${reading.name}: p50 ${reading.p50Ms} ms, p95 ${reading.p95Ms} ms`);
    }
  } finally {
    await sql.end();
  }
  return readings;
}

/** What the dashboard does while somebody looks at a view that compares or sorts by mrr. */
async function indexNumbers(
  { admin, tenant }: Bench,
  sql: postgres.Sql,
  claims: string,
  say: (line: string) => void,
): Promise<void> {
  const start = performance.now();
  const index = () =>
    asUser(sql, claims, async (session) => {
      const [row] = await session`select public.index_param(${tenant.accountId}, 'mrr') as is_done`;
      return row!.is_done as boolean | null;
    });
  let isDone = await index();
  if (isDone === null) return;
  while (!isDone) isDone = await index();
  say(`the numbers of mrr indexed in ${Math.round((performance.now() - start) / 1000)} s`);
  await admin`vacuum analyze private.param_numbers, private.param_sums`;
}

async function measure(
  sql: postgres.Sql,
  claims: string,
  { name, sql: text, parameters, barMs }: Query,
  times: number,
): Promise<Reading> {
  const took: number[] = [];
  const start = performance.now();
  // The first is not counted: it plans, and reads what the others find in memory.
  for (
    let i = 0;
    i <= times && performance.now() - start < MAX_MS * (took.length > 1 ? 1 : 9);
    i++
  ) {
    const ms = await asUser(sql, claims, async (session) => {
      const begin = performance.now();
      await session.unsafe(text, parameters as never[]);
      return performance.now() - begin;
    });
    if (i > 0) took.push(ms);
  }
  took.sort((x, y) => x - y);
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return { name, p50Ms: round(percentile(took, 0.5)), p95Ms: round(percentile(took, 0.95)), barMs };
}

function asUser<T>(
  sql: postgres.Sql,
  claims: string,
  run: (session: postgres.TransactionSql) => Promise<T>,
): Promise<T> {
  return sql.begin(async (session) => {
    await session`select set_config('request.jwt.claims', ${claims}, true)`;
    await session.unsafe('set local role authenticated');
    return run(session);
  }) as Promise<T>;
}
