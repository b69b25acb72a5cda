import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { openPoolerConsole } from '../pooler-console.ts';
import type { Check, Figures, Mutant, RunOptions } from './check.ts';
import { HttpClient } from './http-client.ts';
import { Ledger } from './ledger.ts';
import { verify } from './ledger-verify.ts';
import { Load } from './load.ts';
import { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';
import { untilAcknowledged } from './until-acknowledged.ts';

const ISOLATES = 4;
/** At each isolate: more than it has connections. */
const WORKERS = 16;
/** Calls while all is well and while the pooler is full, and how often connections are cut. */
const SIZES = {
  quick: { calls: 1_500, cuts: 4 },
  full: { calls: 20_000, cuts: 50 },
};
/** As many clients as the pooler lets in on hosted Supabase. */
const CLIENTS = 200;

const mutants: Mutant[] = [
  {
    name: 'statements have names',
    edge: {
      file: '_shared/database/connection.ts',
      replace: [
        [
          'this.#client.query<Record<string, unknown>>(text, values)',
          'this.#client.query<Record<string, unknown>>({ name: text.slice(-60), text, values })',
        ],
      ],
    },
  },
  {
    name: 'a connection that is refused takes those with it who wait for any',
    edge: {
      file: '_shared/database/pool.ts',
      replace: [['if (open.size + connecting.size > 0) return;', '']],
    },
  },
];

/** Loads isolates that share a pooler in transaction mode, cuts them off from it, and fills it up. */
export const check: Check = {
  name: 'pooler',
  promise:
    'Through a pooler in transaction mode and TLS, isolates that write to the same people lose no acknowledged call when connections are cut, and go on with those they have when it is full.',
  mutants,
  run: ({ mutant, ...options }) =>
    withSoakStack({ mutant, api: false, pooler: true, edges: ISOLATES }, (stack) =>
      run(stack, options),
    ),
};

async function run(stack: SoakStack, { size, seed, say }: RunOptions): Promise<Figures> {
  const { calls, cuts } = SIZES[size];
  const random = new Random(seed);
  const ledger = new Ledger();
  const admin = postgres(stack.adminUrl, { max: 1, onnotice() {} });
  const pooler = openPoolerConsole(stack.pooler!);
  const projects = projectsOf(await createTenants(admin, 2, 4));
  const loads = stack.edgeUrls.map(
    (url, i) => new Load({ url, projects, ledger, seed: seed + i, workers: WORKERS }),
  );
  const stopLoads = () => Promise.all(loads.map((load) => load.stop()));
  const clients = new HttpClient(stack.edgeUrls[0]!, 1);
  let encrypted = 0;

  /** Sends calls to all isolates while something happens. Resolves when each has its answer. */
  async function underLoad(happen: () => Promise<unknown>): Promise<void> {
    for (const load of loads) load.start();
    await happen();
    await stopLoads();
    const connected = await pooler.clients();
    const plain = connected.filter(({ tls }) => !tls.startsWith('TLSv1.'));
    assert.deepEqual(plain, [], 'Connections without TLS');
    encrypted += connected.length;
  }
  async function sendMore(): Promise<void> {
    const goal = ledger.calls.length + calls;
    while (ledger.calls.length < goal) await sleep(20);
  }
  async function cutOften(): Promise<void> {
    for (let i = 0; i < cuts; i++) {
      for (const load of loads) load.generation++;
      await sleep(200 + random.below(300));
      const outage = { from: Date.now(), to: Infinity };
      ledger.outages.push(outage);
      if (i % 2 === 0) stack.network.cut();
      else await endSessions(admin);
      const over = Date.now();
      await untilAcknowledged(ledger, over);
      outage.to = Date.now();
    }
  }
  const nobodyRefused = (when: string, before = 0) =>
    assert.equal(ledger.unknown - before, 0, `Calls that were refused ${when}`);

  try {
    await underLoad(sendMore);
    nobodyRefused('while all was well');
    say(`${ledger.acknowledged} calls acknowledged while all was well`);

    await underLoad(cutOften);
    const cutOff = ledger.unknown;
    say(`${cutOff} calls without a good answer around ${cuts} cuts`);

    // Each isolate has one connection, wants more, and gets none.
    stack.network.cut();
    for (const url of stack.edgeUrls) await untilHealthy(url);
    await pooler.ask('set max_client_conn = 1');
    await underLoad(sendMore);
    const connected = (await pooler.clients()).length;
    assert.equal(connected, ISOLATES, 'Connections of isolates while the pooler is full');
    nobodyRefused('while the pooler was full', cutOff);

    await stack.edge.kill();
    await stack.edge.start();
    const { status } = await clients.get('/health');
    assert.equal(status, 503, 'The answer of an isolate that has no connection');
    await pooler.ask(`set max_client_conn = ${CLIENTS}`);
    await untilHealthy(stack.edgeUrl);

    const verdict = await verify(admin, ledger);
    return {
      calls_sent: ledger.calls.length,
      ...verdict,
      acknowledged_and_lost: 0,
      cuts,
      refused_around_cuts: cutOff,
      connections_seen_all_with_tls: encrypted,
    };
  } finally {
    await stopLoads();
    for (const load of loads) load.close();
    clients.close();
    await pooler.end();
    await admin.end({ timeout: 1 });
  }
}

/** Ends what the pooler has open to Postgres. Its own command for that can end pgbouncer 1.18 with it. */
function endSessions(admin: postgres.Sql) {
  return admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ingest'`;
}

/** Asks an isolate until it reaches the database. */
async function untilHealthy(url: string): Promise<void> {
  const client = new HttpClient(url, 1);
  const end = Date.now() + 10_000;
  while ((await client.get('/health')).status !== 200) {
    assert.ok(Date.now() < end, 'An isolate does not find its way back to the database');
  }
  client.close();
}
