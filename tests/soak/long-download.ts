import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { loadCustomers } from '../../bench/load.ts';
import { PROJECTS } from '../../bench/people.ts';
import { connect } from '../founder.ts';
import { cookiesOf, ORIGIN, startDashboard } from '../http/dashboard.ts';
import { sessionOf, withSession } from '../http/session-cookie.ts';
import type { Check, Figures } from './check.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';

/** How many are there when a file is asked for. The whole of an account takes ten times as long to read. */
const FILES = {
  quick: { '/settings/data/export.json': 2_500, '/customers/export': 5_000 },
  full: { '/settings/data/export.json': 20_000, '/customers/export': 200_000 },
};
/** auth-js renews a token that has less left: it comes to that in the middle of each file. */
const MARGIN_SECONDS = 90;

/** Downloads everybody with a token that is soon to be renewed. */
export const check: Check = {
  name: 'long-download',
  promise:
    'A file of everybody holds everybody once, however long it takes, and the session that asked for it lives on.',
  mutants: [
    {
      name: 'each page of the export begins one customer too late',
      sql: {
        function: 'public.export_customers',
        replace: [
          ['limit least(', 'offset case when after is null then 0 else 1 end limit least('],
        ],
      },
    },
  ],
  run: ({ size, mutant, say }) =>
    withSoakStack({ mutant }, (stack) => run(stack, FILES[size], say)),
};

async function run(
  stack: SoakStack,
  files: Record<string, number>,
  say: (line: string) => void,
): Promise<Figures> {
  const dashboard = await startDashboard(stack);
  const ask = (path: string, init: RequestInit = {}) =>
    dashboard.respond(new Request(ORIGIN + path, { redirect: 'manual', ...init }), {
      getClientAddress: () => '10.0.0.1',
    });

  const email = `download-${randomUUID()}@example.com`;
  const form = new URLSearchParams({ email, password: randomUUID(), account: '' });
  const headers = { origin: ORIGIN, accept: 'text/html' };
  let cookie = cookiesOf(await ask('/sign-up', { method: 'POST', headers, body: form }));
  const growTo = await makeAccountOf(stack, email);

  const figures: Figures = {};
  for (const [path, customers] of Object.entries(files)) {
    await growTo(customers);
    const expires_at = Math.ceil(Date.now() / 1000) + MARGIN_SECONDS + 2;
    const begin = performance.now();
    const answer = await ask(path, { headers: { cookie: withSession(cookie, { expires_at }) } });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    figures[`${path} seconds for ${customers}`] =
      Math.round((performance.now() - begin) / 100) / 10;
    const people =
      new Set(text.match(/[\w.]+@example\.com/g)).size - (path.endsWith('json') ? 1 : 0);
    say(`${path}: ${people} people, ${Math.round(text.length / 1e6)} MB`);
    assert.equal(people, customers, `${path} holds ${people} of ${customers} people`);
    if (path.endsWith('json')) JSON.parse(text);

    const renewed = cookiesOf(answer);
    assert.ok(sessionOf(renewed).expires_at > expires_at, 'the browser got no new session');
    cookie = withSession(renewed, { expires_at: 1 });
    const next = await ask('/settings', { headers: { cookie } });
    assert.equal(next.status, 200, 'the session is over after the download');
    cookie = cookiesOf(next);
  }
  return figures;
}

/** Gives the account of a user its projects. What it returns fills it with believable people, up to so many. */
async function makeAccountOf(stack: SoakStack, email: string) {
  const admin = connect(stack.adminUrl, 2);
  const projects = await admin<{ id: string; accountId: string }[]>`
    insert into public.projects (account_id, name, color)
    select m.account_id, 'Product ' || n, 'blue'
    from public.members m, generate_series(1, ${PROJECTS}::integer) n where m.email = ${email}
    returning id, account_id as "accountId"`;
  await admin.end();
  const { accountId } = projects[0]!;
  const tenant = { accountId, projects: projects.map(({ id }) => ({ id, apiKey: '' })) };
  let customers = 0;
  return async (count: number) => {
    const admin = connect(stack.adminUrl, 2);
    await loadCustomers(admin, tenant, customers, count);
    await admin.end();
    customers = count;
  };
}
