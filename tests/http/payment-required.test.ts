import { TinyCRM, type TinyCRMError } from 'tinycrm-sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';

const sql = connect(stack().dbUrl);
let founder: Founder;
let apiKey: string;

/** Moves the end of the founder's trial to so many days ago. */
const endTrial = (days: number) =>
  sql`update public.subscriptions set trial_ends_at = now() - make_interval(days => ${days})
    where account_id = ${founder.accountId}`;

beforeAll(async () => {
  founder = await signUp('late');
  ({ apiKey } = await createProject(founder, 'Late'));
  await sql`select private.set_billing(true)`;
});

afterAll(async () => {
  await sql`select private.set_billing(false)`;
  await sql.end();
});

test('calls are accepted for 14 days after the trial', async () => {
  await endTrial(13);
  const { status } = await post('/identify', apiKey, { email: 'kept@example.com' });
  expect(status).toBe(200);
});

test('then every route answers 402 and says what to do', async () => {
  await endTrial(15);
  const call = { email: 'late@example.com' };
  for (const [route, body] of [
    ['/identify', call],
    ['/ping', call],
    ['/batch', { calls: [{ type: 'identify', ...call }] }],
  ] as const) {
    const answer = await post(route, apiKey, body);
    expect(answer.status).toBe(402);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.body).toMatchObject({
      code: 'payment_required',
      title: 'This account needs a subscription',
      detail: expect.stringMatching(/Billing page/),
    });
  }
});

test('the SDK reports it, does not try again, and throws at nobody who does not await', async () => {
  const errors: TinyCRMError[] = [];
  const crm = new TinyCRM({
    apiKey,
    baseUrl: stack().ingestUrl,
    onError: (error) => errors.push(error),
  });
  const refusal = { code: 'payment_required', status: 402, attempts: 1 };
  void crm.identify({ email: 'late@example.com' });
  void crm.ping('kept@example.com');
  await crm.flush();
  expect(errors).toMatchObject([refusal, refusal]);
  await expect(crm.identifyMany([{ email: 'late@example.com' }])).rejects.toMatchObject(refusal);
});

test('what came before is kept, and a subscription opens the door at once', async () => {
  const emails = async () => {
    const { data } = await founder.client.from('customers').select('email').throwOnError();
    return data.map(({ email }) => email);
  };
  expect(await emails()).toEqual(['kept@example.com']);
  await sql`update public.subscriptions set state = 'active' where account_id = ${founder.accountId}`;
  const { status } = await post('/identify', apiKey, { email: 'late@example.com' });
  expect(status).toBe(200);
});
