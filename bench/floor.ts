import { createHash } from 'node:crypto';
import type { Bench } from './bench.ts';
import { findPgbench, runPgbench } from './generators/pgbench.ts';
import { identifyBody, PROJECTS, scattered, uuidOf } from './people.ts';
import { ProcessWatch } from './processes.ts';
import { markdown, type Floor } from './report.ts';
import { median } from './statistics.ts';

const SIZES = { alone: 1, groups: 100 };
const POSTGRES = 'postgres';
/** As many calls of each size are prepared, so that what is measured is not their making. */
const PREPARED = { 1: 5_000, 100: 200 } as Record<number, number>;

/**
 * What the rules cost: ingest.identify beside the floor, which writes the same two rows, with the same
 * indexes and triggers, by two upserts in one transaction. In turns, on one connection. Undefined
 * without pgbench.
 */
export async function measureFloor(
  bench: Bench,
  rounds: number,
  seconds: number,
  say: (line: string) => void,
): Promise<Floor | undefined> {
  const pgbench = await findPgbench();
  if (!pgbench) {
    say('The floor is measured with pgbench, which is not here.');
    return undefined;
  }
  await prepare(bench);
  const watch = new ProcessWatch({ [POSTGRES]: /bin\/postgres |^postgres: / });
  const floorUrl = `${bench.stack.adminUrl}?options=${encodeURIComponent('-c role=tinycrm')}`;
  const turns = Object.values(SIZES).flatMap((size) => [
    {
      size,
      path: 'floor',
      databaseUrl: floorUrl,
      script: floorScript(size),
      costs: [] as number[],
    },
    {
      ...{ size, path: 'sql', databaseUrl: bench.stack.ingestDbUrl, script: sqlScript(size) },
      costs: [] as number[],
    },
  ]);
  for (let round = 0; round < rounds; round++) {
    for (const { size, databaseUrl, script, costs } of turns) {
      const result = await runPgbench(pgbench, {
        ...{ databaseUrl, script, seconds, connections: 1, rampSeconds: 0.5 },
        customers: PREPARED[size]!,
      });
      const usage = watch.between(result.from, result.to)[POSTGRES];
      costs.push(((usage?.cores ?? NaN) / result.perSecond / size) * 1e6);
    }
  }
  watch.stop();
  say(
    markdown(
      ['calls together', 'path', 'CPU µs a call', 'least', 'most'],
      turns.map(({ size, path, costs }) => [
        ...[String(size), path, median(costs).toFixed(0)],
        ...[Math.min(...costs).toFixed(0), Math.max(...costs).toFixed(0)],
      ]),
    ),
  );
  const ratio = (size: number) => {
    const [floor, sql] = turns.filter((turn) => turn.size === size).map((turn) => turn.costs);
    // Each beside its neighbor, which had the same minute of the machine.
    return Math.round(median(sql!.map((cost, i) => cost / floor![i]!)) * 100) / 100;
  };
  return { alone: ratio(SIZES.alone), groups: ratio(SIZES.groups) };
}

/** Calls for known people, as texts for identify and as rows for the floor. ~ and @ change with each run. */
async function prepare({ admin, tenant, customers }: Bench): Promise<void> {
  const keyHashes = tenant.projects.map(({ apiKey }) =>
    createHash('sha256').update(apiKey).digest('hex'),
  );
  const bodiesOf = (n: number, size: number) =>
    Array.from({ length: size }, (_, place) => {
      const i = ((scattered(n, size) % customers) + 7 * place) % customers;
      const { params, ...body } = identifyBody(i);
      const key_hash = keyHashes[i % PROJECTS]!;
      return {
        person: i,
        body: { key_hash, ...body, params: { ...params, seats: '~', mrr: '~' } },
      };
    });
  await admin`
    create table bench.calls (size integer, n integer, calls text, primary key (size, n))`;
  await admin`
    create table bench.rows (
      size integer, n integer, customer_id uuid, account_id uuid, project_id uuid,
      status public.customer_status, params text, params_at text, primary key (size, n, customer_id)
    )`;
  const text = (value: unknown) => JSON.stringify(value).replaceAll('"~"', '~');
  for (const size of Object.values(SIZES)) {
    const groups = Array.from({ length: PREPARED[size]! }, (_, n) => ({ size, n }));
    const calls = groups.map((group) => ({ ...group, bodies: bodiesOf(group.n, size) }));
    for (const some of chunks(calls, 1_000)) {
      await admin`
        insert into bench.calls
        ${admin(some.map(({ n, bodies }) => ({ size, n, calls: text(bodies.map(({ body }) => body)) })))}`;
    }
    const rows = calls.flatMap(({ n, bodies }) =>
      bodies.map(({ person: i, body }) => ({
        ...{ size, n, customer_id: uuidOf('customer', tenant.accountId, i) },
        ...{ account_id: tenant.accountId, project_id: tenant.projects[i % PROJECTS]!.id },
        ...{ status: body.status, params: text(body.params) },
        params_at: '{"plan": @, "country": @, "seats": @, "mrr": @}',
      })),
    );
    for (const some of chunks(rows, 1_000)) await admin`insert into bench.rows ${admin(some)}`;
  }
  await admin`grant usage on schema bench to tinycrm, ingest`;
  await admin`grant select on bench.calls, bench.rows to tinycrm, ingest`;
  await admin`analyze bench.calls, bench.rows`;
}

function chunks<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) =>
    all.slice(i * size, (i + 1) * size),
  );
}

function sqlScript(size: number): string {
  return `
\\set n random(0, :customers - 1)
\\set value random(10, 99)
select made.ordinal, made.outcome
from bench.calls c, ingest.identify(replace(c.calls, '~', (:value::int)::text)::jsonb) made
where c.size = ${size} and c.n = :n::int;
`;
}

function floorScript(size: number): string {
  return `
\\set n random(0, :customers - 1)
\\set value random(10, 99)
begin;
insert into public.customer_activity as a (account_id, customer_id, last_activity_at, name_at, project_count)
select account_id, customer_id, now(), now(), 1 from bench.rows
where size = ${size} and n = :n::int order by customer_id
on conflict (account_id, customer_id) do update set
  last_activity_at = excluded.last_activity_at, name_at = excluded.name_at;
insert into public.customer_projects as cp (
  account_id, customer_id, project_id, status, status_at, params, params_at, first_seen_at, last_activity_at
)
select account_id, customer_id, project_id, status, now(), replace(params, '~', (:value::int)::text)::jsonb,
  replace(params_at, '@', (extract(epoch from now()) * 1000000)::bigint::text)::jsonb, now(), now()
from bench.rows
where size = ${size} and n = :n::int order by customer_id
on conflict (account_id, customer_id, project_id) do update set
  status = excluded.status, status_at = excluded.status_at, params = excluded.params,
  params_at = excluded.params_at, last_activity_at = excluded.last_activity_at;
end;
`;
}
