import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { startBench, type Bench } from '../bench.ts';
import { ProcessWatch } from '../processes.ts';
import { percentile } from '../statistics.ts';

// npm run bench:out [-- --quick] [--json]
// What it takes to get customers out: what read keys ask, and a feed. docs/host/performance.md says what is measured.
const { values } = parseArgs({
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' } },
});
const [customers, times] = values.quick ? [50_000, 40] : [1_000_000, 200];
const IN_FEED = 50_000;
const say = (line: string) => console.log(line);
const hash = (text: string) => createHash('sha256').update(text).digest();

interface Reading {
  name: string;
  value: number;
  unit: 'ms' | 's' | 'MB';
  bar: number;
}

say(`Loading ${customers} customers`);
const bench = await startBench(customers);
try {
  await bench.admin`analyze`;
  const readings = [...(await askAsKey(bench)), ...(await readFeed(bench))];
  say('\n| what | measured | bar | |\n| --- | --: | --: | --- |');
  for (const { name, value, unit, bar } of readings) {
    const reached = value <= bar ? '' : '**not reached**';
    say(`| ${name} | ${Math.round(value * 10) / 10} ${unit} | ${bar} ${unit} | ${reached} |`);
  }
  if (values.json) say(JSON.stringify({ customers, readings }));
} finally {
  await bench.stop();
}

/** In the database, one after the other, as the Edge Function asks. */
async function askAsKey({ admin, tenant }: Bench): Promise<Reading[]> {
  const key = hash('read key');
  await admin`
    insert into public.read_keys (account_id, name, hash, hint)
    values (${tenant.accountId}, 'bench', ${key}, 'test')`;
  const hex = key.toString('hex');
  const people = await admin<{ email: string }[]>`
    select email from public.customers where account_id = ${tenant.accountId} order by id limit ${times}`;
  const page = (filter: object, sort: string) =>
    JSON.stringify({ filter, sort, descending: true, limit: 51 });
  const paid = { conditions: [{ field: 'status', operator: 'is', value: ['paid'] }] };
  const plan = { conditions: [{ field: 'param', operator: 'is', key: 'plan', value: 'pro' }] };
  const p95 = async (ask: (at: number) => Promise<unknown>) => {
    const took: number[] = [];
    for (let at = 0; at < times; at++) {
      const began = performance.now();
      await ask(at);
      took.push(performance.now() - began);
    }
    return percentile(
      took.sort((a, b) => a - b),
      0.95,
    );
  };
  const readCustomers = (asked: string) =>
    p95(() => admin`select read.customers(${hex}, ${asked}::text::jsonb)`);
  const changes = JSON.stringify({ since: null, limit: 201 });
  const ms = (name: string, value: number, bar: number): Reading => ({
    name,
    value,
    unit: 'ms',
    bar,
  });
  return [
    ms(
      'one customer by email, p95',
      await p95(
        (at) => admin`select read.customer(${hex}, null, ${people[at % people.length]!.email})`,
      ),
      10,
    ),
    ms('a page by status, p95', await readCustomers(page(paid, 'last_activity_at')), 60),
    ms('a page by a param, p95', await readCustomers(page(plan, 'email')), 60),
    ms(
      '200 changes, p95',
      await p95(() => admin`select read.changes(${hex}, ${changes}::text::jsonb)`),
      60,
    ),
  ];
}

/** Over HTTP, with what the function takes above what it had. */
async function readFeed({ admin, tenant, stack }: Bench): Promise<Reading[]> {
  const secret = await admin.begin(async (sql) => {
    const [made] = await sql`select private.new_feed_key() as key`;
    const [last] = await sql`
      select first_seen_at from public.customers where account_id = ${tenant.accountId}
      order by first_seen_at, id offset ${IN_FEED - 1} limit 1`;
    const [view] = await sql`
      insert into public.views (account_id, name, query, position)
      values (${tenant.accountId}, 'bench', ${customers > IN_FEED ? viewUntil(last!.first_seen_at) : ''}, 1)
      returning id`;
    await sql`
      insert into public.feeds (account_id, view_id, hash, hint)
      values (${tenant.accountId}, ${view!.id}, ${hash(made!.key)}, 'test')`;
    return made!.key as string;
  });
  const watch = new ProcessWatch({ read: /functions\/read\// });
  await sleep(1_000);
  const began = Date.now();
  const answer = await fetch(`${stack.ingestUrl.replace(/ingest$/, 'read')}/feeds/${secret}.csv`);
  let lines = 0;
  for await (const part of answer.body!) for (const byte of part) if (byte === 10) lines++;
  const ended = Date.now();
  await sleep(500);
  const before = watch.between(0, began).read?.peakMb ?? 0;
  const peak = watch.between(began, Date.now()).read?.peakMb ?? 0;
  watch.stop();
  if (!answer.ok) throw new Error(`The feed answered ${answer.status}.`);
  say(`A feed of ${lines - 1} customers`);
  const perFeed = IN_FEED / (lines - 1);
  return [
    {
      name: `a feed of 50,000 customers`,
      value: ((ended - began) / 1000) * perFeed,
      unit: 's',
      bar: 5,
    },
    { name: 'memory of the function above what it had', value: peak - before, unit: 'MB', bar: 64 },
  ];
}

/** A view of all who came until then, in days, since a filter names days. */
function viewUntil(time: Date): string {
  return `f=first_seen:between:2000-01-01,${time.toISOString().slice(0, 10)}&sort=first_seen_at`;
}
