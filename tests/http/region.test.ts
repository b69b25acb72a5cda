import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { ask, cookiesOf, submit } from './dashboard.ts';

// The dashboard of these tests is told that its database is in eu-central-1.

async function signUp() {
  const email = `region-${randomUUID()}@example.com`;
  const form = { email, password: randomUUID(), account: '' };
  const cookie = cookiesOf(await submit('/sign-up', form));
  const sql = connect(stack().dbUrl);
  const [project] = await sql<{ id: string }[]>`
    insert into public.projects (account_id, name, color)
    select account_id, 'A', 'blue' from public.members where email = ${email} returning id`;
  await sql.end();
  return { cookie, project: project!.id };
}

async function read(path: string, cookie: string): Promise<string> {
  const answer = await ask(path, { headers: { cookie } });
  expect(answer.status).toBe(200);
  return answer.text();
}

test('the URL of a receiver asks for the function beside the database, which takes it', async () => {
  const { cookie, project } = await signUp();
  const path = `/projects/${project}/receivers/clerk`;
  expect((await submit(`${path}?/create`, {}, cookie)).status).toBe(200);
  const page = await read(path, cookie);
  const url = /http[^"<\s]*\/receive\/clerk\/[\w-]+[^"<\s]*/.exec(page)![0];
  expect(url).toMatch(/\?forceFunctionRegion=eu-central-1$/);
  const answer = await fetch(url, { method: 'POST', body: '{}' });
  expect(await answer.json()).toMatchObject({ status: 401, code: 'invalid_signature' });
});
