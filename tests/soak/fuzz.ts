import assert from 'node:assert/strict';
import { connect } from '../founder.ts';
import type { Check } from './check.ts';
import { corpusShots } from './fuzz/corpus.ts';
import { fuzzMutants } from './fuzz/mutants.ts';
import { Gunner } from './fuzz/gunner.ts';
import { Ledger } from './fuzz/ledger.ts';
import { limitShots } from './fuzz/limits.ts';
import { randomOf } from './fuzz/random-of.ts';
import { fireOverSockets } from './fuzz/raw-fire.ts';
import { makeScenario } from './fuzz/scenarios.ts';
import type { Shot } from './fuzz/shot.ts';
import { Random } from './random.ts';
import { withSoakStack } from './soak-stack.ts';
import { createTenants } from './tenants.ts';

const SIZES = {
  quick: { bodies: 2_000, sockets: 150 },
  full: { bodies: 100_000, sockets: 5_000 },
};
const CONNECTIONS = 32;
/** As many cases have a project of their own, which is then compared with what was accepted. */
const CASES_A_PROJECT = 1_000;
/** A defect shows in many cases; these are enough to see it. */
const FAILURES = 5;

/** Sends what callers, their bugs and attackers send, and looks at every answer and every row. */
export const check: Check = {
  name: 'fuzz',
  promise:
    'Whatever is sent, nothing is answered with 5xx or not at all, every refusal is a problem document, and exactly what was accepted is stored.',
  mutants: fuzzMutants,
  async run({ size, seed, mutant, say }) {
    return withSoakStack({ mutant, api: false }, async (stack) => {
      const admin = connect(stack.adminUrl);
      const gunner = new Gunner([stack.ingestUrl, stack.edgeUrl], CONNECTIONS);
      const failures: string[] = [];
      const attempt = async (what: string, run: () => Promise<void>) => {
        if (failures.length >= FAILURES) return;
        await run().catch((error: Error) => failures.push(`${what}: ${error.message}`));
      };
      const newProject = async () => (await createTenants(admin, 1, 1))[0]!.projects[0]!;
      const { bodies, sockets } = SIZES[size];

      /** One after the other, in a project of their own. */
      async function inOrder(shots: Shot[]): Promise<void> {
        const [project, ledger] = [await newProject(), new Ledger()];
        for (const [i, shot] of shots.entries()) {
          await attempt(shot.what, () => gunner.fire(shot, project, ledger, i));
        }
        await attempt('Reading back', () => ledger.compare(admin, project.id));
      }

      async function cases(from: number): Promise<void> {
        const [project, ledger] = [await newProject(), new Ledger()];
        const numbers = Array.from({ length: CASES_A_PROJECT }, (_, i) => from + i).values();
        const worker = async () => {
          for (const number of numbers) {
            const shots = makeScenario(randomOf(seed, number), number);
            await attempt(`Case ${number}`, async () => {
              for (const shot of shots) await gunner.fire(shot, project, ledger, number);
            });
          }
        };
        await Promise.all(Array.from({ length: CONNECTIONS }, worker));
        await attempt('Reading back', () => ledger.compare(admin, project.id));
      }

      try {
        const random = new Random(seed);
        const person = () => `person-${random.below(2 ** 31).toString(36)}@example.com`;
        await inOrder(corpusShots(person));
        await inOrder(limitShots(person));
        for (
          let number = 0;
          gunner.sent < bodies && failures.length === 0;
          number += CASES_A_PROJECT
        ) {
          await cases(number);
          if (number % 10_000 === 0) say(`${gunner.sent} bodies`);
        }
        const raw = await fireOverSockets({
          urls: { gateway: stack.ingestUrl, edge: stack.edgeUrl },
          project: await newProject(),
          admin,
          seed,
          count: sockets,
          slow: size === 'full' || mutant !== undefined,
        });
        failures.push(...raw.failures.slice(0, FAILURES));
        await attempt('After all that', () => gunner.checkHealth());
        await attempt('The log', async () => judgeLog(stack.edge.lines));
        assert.equal(failures.length, 0, `Seed ${seed}. ${failures.join('\n\n')}`);
        return {
          bodies: gunner.sent,
          ...Object.fromEntries(
            [...gunner.answers].sort().map(([code, count]) => [`answer_${code}`, count]),
          ),
          slowest_ms: Math.round(gunner.slowestMs),
          ...raw.figures,
        };
      } finally {
        gunner.close();
        await admin.end();
      }
    });
  },
};

function judgeLog(lines: readonly string[]): void {
  for (const line of lines) {
    assert.ok(!line.includes('internal_error'), line);
    assert.doesNotMatch(line, /tcrm_proj_|@|\.example/, 'an email or a key in the log');
  }
}
