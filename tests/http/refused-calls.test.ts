import { expect, test } from 'vitest';
import { createProject, post, signUp, type Founder } from '../founder.ts';

interface Refusal {
  pointer: string;
  detail: string;
}

/** Why calls of a project were refused, as its page shows it. */
async function refusals(founder: Founder, projectId: string) {
  const { data } = await founder.client
    .rpc('recent_calls', { project_id: projectId })
    .throwOnError();
  return (data as unknown as { refusals: Refusal[] }).refusals.map(({ pointer }) => pointer);
}

test('a key that no database takes hides the refused calls of nobody', async () => {
  const [founder, stranger] = [await signUp(), await signUp('stranger')];
  const { id, apiKey } = await createProject(founder, 'Product A');
  const other = await createProject(stranger, 'Product B');
  const email = 'alex@example.com';

  // What comes within a second is written together.
  const answers = await Promise.all([
    post('/identify', other.apiKey, { email, params: { 'a\u0000b': 1 } }),
    post('/identify', apiKey, { email, status: 'gold' }),
    post('/identify', other.apiKey, { email, 'c\u001b': 1 }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 422]);

  const inTime = { timeout: 10_000, interval: 200 };
  await expect.poll(() => refusals(founder, id), inTime).toEqual(['/status']);
  const told = async () => (await refusals(stranger, other.id)).sort();
  await expect.poll(told, inTime).toEqual(['/params/…', '/…']);
});
