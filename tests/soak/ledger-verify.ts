import { AssertionError } from 'node:assert/strict';
import type postgres from 'postgres';
import { paramOf, type Ledger, type SentCall } from './ledger.ts';
import {
  countTornRows,
  readCustomerProjects,
  type StoredCustomerProject,
} from './ledger-database.ts';

/** Times of sending are whole milliseconds, and waiting times are rounded. */
const CLOCK_MS = 5;

/** What the database holds, set against what was sent and what was acknowledged. */
export interface Verdict {
  identifies_acknowledged: number;
  pings_acknowledged: number;
  /** Written, but the answer did not arrive: what makes retries necessary, and safe. */
  written_but_not_acknowledged: number;
  customer_projects: number;
}

/**
 * Compares the database with the ledger. Throws an AssertionError when an acknowledged call is
 * lost, when a call is there in part, or when one is there that nothing explains.
 */
export async function verify(admin: postgres.Sql, ledger: Ledger): Promise<Verdict> {
  const { calls } = ledger;
  const accountIds = [...new Set(calls.map(({ project }) => project.accountId))];
  const found = new Uint8Array(calls.length);
  const pinged = latestPings(calls);
  const torn: string[] = [];
  const strange: string[] = [];
  const stalePings: string[] = [];
  let customerProjects = 0;

  for await (const stored of readCustomerProjects(admin, accountIds)) {
    customerProjects++;
    torn.push(...tears(stored, calls));
    for (const param of Object.keys(stored.params)) {
      const number = Number(param.slice(1));
      const call = calls[number];
      if (!call || placeOf(call) !== placeOf(stored)) strange.push(`${param} was never sent here`);
      else found[number] = 1;
    }
    const seenAt = pinged.get(placeOf(stored));
    if (seenAt !== undefined && stored.last_activity_at < (seenAt - CLOCK_MS) * 1000) {
      stalePings.push(`${stored.email} was seen later than ${stored.last_activity_at} µs`);
    }
  }
  const counts = await countTornRows(admin, accountIds);
  for (const [what, count] of Object.entries(counts)) if (count > 0) torn.push(`${count} ${what}`);

  const identifies = calls.flatMap((call, number) =>
    call.type === 'identify' ? [{ call, number, isThere: found[number] === 1 }] : [],
  );
  const acknowledged = identifies.filter(({ call }) => call.outcome === 'acknowledged');
  const lost = acknowledged.filter(({ isThere }) => !isThere);
  const doubtful = identifies.filter(({ call, isThere }) => isThere && call.outcome === 'unknown');
  for (const { call, number } of doubtful) {
    if (!ledger.overlapsOutage(call)) {
      strange.push(`${paramOf(number)} was refused while all was well, and is there`);
    }
  }

  fail([
    [
      `of ${acknowledged.length} acknowledged identifies lost${whenLost(ledger, lost)}`,
      lost.map(({ number }) => paramOf(number)),
    ],
    ['acknowledged pings lost', stalePings],
    ['calls half-applied', torn],
    ['calls that nothing explains', strange],
    ['answers that were neither 200 nor 503', ledger.unexpected],
  ]);
  return {
    identifies_acknowledged: acknowledged.length,
    pings_acknowledged: ledger.acknowledged - acknowledged.length,
    written_but_not_acknowledged: doubtful.length,
    customer_projects: customerProjects,
  };
}

/** What is missing of the calls whose params are here: each wrote all of these rows or none. */
function tears(stored: StoredCustomerProject, calls: SentCall[]): string[] {
  const { params, params_at, status, status_at, name, name_at } = stored;
  const torn: string[] = [];
  const tear = (param: string, what: string) => torn.push(`${what} of ${param}, ${stored.email}`);
  let setStatus = status_at === null;
  for (const param of Object.keys(params)) {
    const call = calls[Number(param.slice(1))];
    const at = params_at[param];
    if (!call || at === undefined) {
      tear(param, 'the time');
      continue;
    }
    if (!(at <= stored.last_activity_at)) tear(param, 'the last activity in the project');
    if (!(at <= (stored.activity_at ?? -Infinity))) tear(param, 'the last activity');
    if (call.status && !(at <= (status_at ?? -Infinity))) tear(param, 'the status');
    if (call.name && !(at <= (name_at ?? -Infinity))) tear(param, 'the name');
    if (at === status_at && call.status === status) setStatus = true;
  }
  if (!setStatus) torn.push(`all but the status of a call, ${stored.email}`);
  if ((name_at === null) !== (name === null)) torn.push(`half a name, ${stored.email}`);
  return torn;
}

/** When each customer of a project was pinged last with success, as the time of sending. */
function latestPings(calls: SentCall[]): Map<string, number> {
  const latest = new Map<string, number>();
  for (const call of calls) {
    if (call.type !== 'ping' || !call.updated) continue;
    latest.set(placeOf(call), Math.max(call.sentAt, latest.get(placeOf(call)) ?? 0));
  }
  return latest;
}

function placeOf(of: SentCall | StoredCustomerProject): string {
  return `${'project' in of ? of.project.id : of.project_id} ${of.email}`;
}

/** Such as ", around 9 of 10 outages". */
function whenLost({ outages }: Ledger, lost: { call: SentCall }[]): string {
  const near = outages.filter((outage, i) => {
    const since = outages[i - 1]?.to ?? 0;
    return lost.some(({ call }) => since < call.answeredAt && call.answeredAt <= outage.to);
  });
  return lost.length === 0 ? '' : `, around ${near.length} of ${outages.length} outages`;
}

function fail(findings: [what: string, which: string[]][]): void {
  const broken = findings.filter(([, which]) => which.length > 0);
  if (broken.length === 0) return;
  throw new AssertionError({
    message: broken
      .map(([what, which]) => `${which.length} ${what}: ${which.slice(0, 5).join('; ')}`)
      .join('\n'),
  });
}
