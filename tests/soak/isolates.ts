import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Check, Figures, Mutant, RunOptions } from './check.ts';
import { HttpClient } from './http-client.ts';
import { Ledger } from './ledger.ts';
import { verify } from './ledger-verify.ts';
import { Load } from './load.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { createTenants, projectsOf } from './tenants.ts';

/** As far as the database is when it is on the other side of the Atlantic. */
const EACH_WAY_MS = 45;
/** Each sends a call when its last is answered: about 50 in a second, by the way there and back. */
const WORKERS = 8;
/** How many isolates retire in the course of it. */
const SIZES = { quick: 2, full: 40 };
const REFUSED_EVERY_MS = 100;

const mutants: Mutant[] = [
  {
    name: 'nobody waits for what is written after an answer',
    edge: {
      file: '_shared/http/wait-until.ts',
      replace: [
        ['EdgeRuntime?.waitUntil(work)', 'EdgeRuntime?.waitUntil(Promise.resolve(void work))'],
      ],
    },
  },
  {
    name: 'an isolate that ends does not write its log',
    edge: {
      file: 'ingest/index.ts',
      replace: [["addEventListener('beforeunload', log.flush);", '']],
    },
  },
];

/** Isolates come and go as on hosted Supabase, far from their database. */
export const check: Check = {
  name: 'isolates',
  promise:
    'Isolates that are retired after a second of processor time, far from the database, lose no acknowledged call, no word about a refused one and no line of the log, and nobody notices.',
  mutants,
  run: ({ mutant, ...options }) =>
    withSoakStack({ mutant, api: false, isolates: true }, (stack) => run(stack, options)),
};

async function run(stack: SoakStack, { size, seed, say }: RunOptions): Promise<Figures> {
  const isolates = stack.isolates!;
  const ledger = new Ledger();
  const times: number[] = [];
  const admin = postgres(stack.adminUrl, { max: 1, onnotice() {} });
  const projects = projectsOf(await createTenants(admin, 2, 4));
  const load = new Load({
    ...{ url: stack.edgeUrl, projects, ledger, seed, workers: WORKERS },
    onReply: ({ ms }) => times.push(ms),
  });
  const client = new HttpClient(stack.edgeUrl, 1);
  let refused = 0;
  try {
    stack.network.slow(EACH_WAY_MS);
    load.start();
    for (let retired = 0; retired < SIZES[size];) {
      await sleep(REFUSED_EVERY_MS);
      const { status } = await client.post('/identify', projects[0]!.apiKey, { email: 'nobody' });
      assert.equal(status, 422);
      refused++;
      if (isolates.ended.length > retired) {
        retired = isolates.ended.length;
        load.generation++;
        say(`Isolate ${retired} took ${isolates.ended.at(-1)} requests`);
      }
    }
    await load.stop();
    await isolates.close();
    assert.equal(isolates.killed(), 0, 'Isolates that had to be killed');

    assert.equal(ledger.unknown, 0, 'Calls that were refused');
    const verdict = await verify(admin, ledger);
    const [told] = await admin`
      select coalesce(sum(count), 0)::int as refused from public.refused_calls
      where project_id = ${projects[0]!.id}`;
    const leftOut = callsLogged(isolates.lines, '{"event":"group","kind":"refusals"');
    // One that came too late for the isolate may be there all the same.
    assert.ok(
      told!.refused <= refused && refused <= told!.refused + leftOut,
      `Of ${refused} refused calls the database was told of ${told!.refused}, and the log has a reason for ${leftOut}`,
    );
    const logged = callsLogged(isolates.lines, '{"event":"groups"');
    assert.equal(logged, ledger.calls.length, 'Calls in the log');

    times.sort((a, b) => a - b);
    const percentile = (share: number) => Math.round(times[Math.floor(times.length * share)]!);
    return {
      isolates: isolates.ended.length,
      calls_sent: ledger.calls.length,
      ...verdict,
      acknowledged_and_lost: 0,
      refused_calls: refused,
      refused_calls_left_out: leftOut,
      requests_of_an_isolate: Math.round((times.length + refused) / isolates.ended.length),
      ms_p50: percentile(0.5),
      ms_p99: percentile(0.99),
      ms_at_most: Math.round(times.at(-1)!),
    };
  } finally {
    await load.stop();
    load.close();
    client.close();
    await admin.end({ timeout: 1 });
  }
}

/** The calls that lines of the log speak of which begin so. */
function callsLogged(lines: string[], begin: string): number {
  return lines.reduce((sum, line) => {
    if (!line.startsWith(begin)) return sum;
    return sum + (JSON.parse(line) as { calls: number }).calls;
  }, 0);
}
