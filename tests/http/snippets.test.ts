import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startOutages, type Outages } from '../examples/outages.ts';
import { customer, makeProject } from '../examples/project.ts';
import { missing, prepare } from '../examples/run-snippet.ts';
import { snippets } from '../examples/snippets.ts';

const EMAIL = 'alex@example.com';
const KEY = 'tcrm_proj_of_somebody';
let outages: Outages;

// Each waits ten seconds for a TinyCRM that says nothing: two rounds of them are shorter than three.
vi.setConfig({ maxConcurrency: 6 });

beforeAll(async () => {
  outages = await startOutages();
});

afterAll(() => outages.stop());

const cases = snippets().map((snippet) => ({ ...snippet, snippet }));

test.for(cases)(
  '$title, as it is copied, stores the customer ($program)',
  async ({ snippet }, { skip }) => {
    const why = missing(snippet.program);
    if (why) skip(why);
    const project = await makeProject();
    const { TINYCRM_KEY, TINYCRM_URL } = project.env;
    if (snippet.isPing) {
      await fetch(`${TINYCRM_URL}/identify`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TINYCRM_KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({ email: EMAIL, timestamp: '2020-01-01T00:00:00Z' }),
      });
    }
    await using program = await prepare(snippet);
    const { exitCode, stderr } = await program.run(project.env);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr: expect.not.stringMatching(/TinyCRM/),
    });
    const row = await customer(project, EMAIL);
    expect(row?.last_activity_at).toMatch(/^(?!2020)/);
  },
);

// curl waits longest, so that it begins first.
const slowestFirst = cases.toSorted(
  (a, b) => Number(b.program === 'sh') - Number(a.program === 'sh'),
);
test.concurrent.for(slowestFirst)(
  '$title: the program goes on when TinyCRM is down, and says that it is ($program)',
  { timeout: 120_000 },
  async ({ snippet }, { skip }) => {
    const why = missing(snippet.program);
    if (why) skip(why);
    await using program = await prepare(snippet);
    const settings: [string, Record<string, string>][] = Object.entries(outages.urls).map(
      ([outage, url]) => [outage, { TINYCRM_URL: url, TINYCRM_KEY: KEY }],
    );
    settings.push(['no settings', {}]);
    await Promise.all(
      settings.map(async ([outage, env]) => {
        const { exitCode, stdout, stderr } = await program.run(env);
        expect(exitCode, `${outage}: ${stderr}`).toBe(0);
        expect(stdout, outage).toContain('went on');
        expect(stderr, outage).toMatch(/TinyCRM|^curl: \(\d+\)/m);
        expect(stdout + stderr, outage).not.toContain(KEY);
      }),
    );
    expect(outages.redirected).toEqual([]);
  },
);
