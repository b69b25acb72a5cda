import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import { connectTo, explainTls } from '../local/database.ts';
import { explain, Failure } from '../local/failure.ts';
import { TinyCRM } from '../sdk/src/index.ts';
import type { Line, Settings } from './settings.ts';

const CALLS = 1000;
const CALLERS = 32;

/** An account that is made for the rehearsal, and the key of its product. */
interface Stage {
  userId: string;
  accountId: string;
  apiKey: string;
}

/**
 * Sends 1,000 calls through the installation while the connections of its function are cut, counts
 * what arrived, and deletes all that it made. For a project that nobody uses: refuses one with accounts.
 */
export async function rehearse(settings: Settings): Promise<Line[]> {
  const sql = connectTo(settings.DB_URL);
  try {
    const [{ accounts }] = (await sql`select count(*)::int as accounts from public.accounts`) as [
      { accounts: number },
    ];
    if (accounts > 0) {
      throw new Failure(
        `the database has ${accounts} account(s). --write is for a project that nobody uses: make another one.`,
      );
    }
    return await rehearseIn(sql, settings);
  } catch (error) {
    const advice = explainTls(error, settings.DB_URL);
    return [{ name: 'Rehearsal', ok: false, text: advice ?? explain(error) }];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function rehearseIn(sql: postgres.Sql, settings: Settings): Promise<Line[]> {
  const userId = randomUUID();
  const lines: Line[] = [];
  try {
    const stage = await setStage(sql, userId);
    const half = Promise.withResolvers<void>();
    const calls = sendCalls(settings.INGEST_URL, stage.apiKey, half.resolve);
    await half.promise;
    lines.push(await cut(settings));
    const { stored, failures, times } = await calls;
    lines.push(await count(sql, stage, stored, failures));
    const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
    lines.push({
      name: 'Times',
      ok: true,
      text: `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, from here`,
    });
  } finally {
    lines.push(await cleanUp(sql, userId));
  }
  return lines;
}

/** A founder who never signs in, with a product and its key. */
async function setStage(sql: postgres.Sql, userId: string): Promise<Stage> {
  const email = `rehearsal-${userId}@example.com`;
  await sql`
    insert into auth.users (id, email, aud, role) values (${userId}, ${email}, 'authenticated', 'authenticated')`;
  const [member] = await sql`select account_id from public.members where user_id = ${userId}`;
  const accountId = String(member!.account_id);
  const apiKey = await sql.begin(async (own) => {
    await own`
      select set_config('request.jwt.claims', ${JSON.stringify({ sub: userId, role: 'authenticated' })}, true)`;
    await own`set local role authenticated`;
    const [project] = await own`select id from public.create_project(${accountId}, 'Rehearsal')`;
    const [key] = await own`select api_key from public.create_api_key(${project!.id})`;
    return String(key!.api_key);
  });
  return { userId, accountId, apiKey };
}

/** Calls of the SDK, as a product makes them. Resolves with who was acknowledged. */
async function sendCalls(baseUrl: string, apiKey: string, onHalf: () => void) {
  const crm = new TinyCRM({ apiKey, baseUrl });
  const stored: string[] = [];
  const failures: string[] = [];
  const times: number[] = [];
  let next = 0;
  const call = async () => {
    while (next < CALLS) {
      const n = next++;
      if (n === CALLS / 2) onHalf();
      const email = `rehearsal-${n}@example.com`;
      const began = performance.now();
      try {
        await crm.identify({ email, params: { n } });
        stored.push(email);
      } catch (error) {
        failures.push((error as { code?: string }).code ?? String(error));
      }
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  return { stored, failures, times: times.sort((a, b) => a - b) };
}

/** Ends the connections of the function, as a restart of the pooler would. A role may end its own. */
async function cut({ INGEST_DB_URL }: Settings): Promise<Line> {
  const sql = connectTo(INGEST_DB_URL);
  try {
    const ended = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'ingest' and pid <> pg_backend_pid()`;
    return ended.length
      ? { name: 'Cut', ok: true, text: `${ended.length} connections in mid-load` }
      : { name: 'Cut', ok: false, text: 'look why the function has no connection as ingest.' };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** What was acknowledged is there, once, and nothing else is. */
async function count(
  sql: postgres.Sql,
  { accountId }: Stage,
  stored: string[],
  failures: string[],
): Promise<Line> {
  const rows = await sql`select email from public.customers where account_id = ${accountId}`;
  const there = new Set(rows.map(({ email }) => String(email)));
  const lost = stored.filter((email) => !there.has(email)).length;
  const reasons = [...new Set(failures)].join(', ');
  const text =
    `${stored.length} of ${CALLS} acknowledged, ${lost} of them lost` +
    (failures.length ? `, ${failures.length} refused after three tries (${reasons})` : '');
  const ok = lost === 0 && stored.length > CALLS * 0.9 && there.size === rows.length;
  return { name: 'Calls', ok, text: ok ? text : `${text}: the log of ingest has the reason.` };
}

/** Deletes the account the way of an owner's wish, and then the user. */
async function cleanUp(sql: postgres.Sql, userId: string): Promise<Line> {
  await sql`
    update public.accounts set deletion_at = now()
    where id in (select account_id from public.members where user_id = ${userId})`;
  for (let left = 1; left > 0;) {
    const [row] = await sql`select private.delete_due_accounts(10) as left`;
    left = Number(row!.left);
  }
  await sql`delete from auth.users where id = ${userId}`;
  const [row] = await sql`
    select (select count(*) from public.customers)::int + (select count(*) from public.accounts)::int as left`;
  const ok = row!.left === 0;
  return {
    name: 'Clean up',
    ok,
    text: ok ? 'nothing is left' : `look at the ${row!.left} rows that are left.`,
  };
}
