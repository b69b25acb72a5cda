import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { actions as settingsActions } from '../../(app)/settings/+page.server.ts';
import { actions } from './+page.server.ts';

vi.mock('$env/dynamic/private', () => ({ env: {} }));
vi.mock('$lib/server/attempts.ts', () => ({ takeAttempt: () => Promise.resolve(0) }));
vi.mock('$lib/server/member.ts', () => ({ requireMember: () => Promise.resolve({}) }));
vi.mock('node:timers/promises', () => ({
  setTimeout: (ms: number) => new Promise((resolve) => globalThis.setTimeout(resolve, ms)),
}));
beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
});
afterEach(() => void vi.useRealTimers());

const TAKEN = { code: 'user_already_exists' };
const WRONG = { code: 'invalid_credentials' };
/** The answer to a new address and to one that confirms, where new users confirm their address. */
const WAITS = { data: { session: null }, error: null };

/** What the Auth server answers to each of these, after so many milliseconds. */
type Auth = Record<string, [answer: object, ms: number]>;

/** What the Auth server was asked, call by call. */
let asked: unknown[][];

/** Sends a form to an action. Resolves with its answer, without the email, and how long it took by the fake clock. */
async function send(
  action: (event: never) => unknown,
  auth: Auth,
  account = '',
  password = 'correct horse battery',
) {
  const methods = Object.entries(auth).map(([name, [answer, ms]]) => [
    name,
    (...args: unknown[]) => {
      asked.push(args);
      return new Promise((resolve) => globalThis.setTimeout(() => resolve(answer), ms));
    },
  ]);
  const form = new FormData();
  for (const [name, value] of [
    ['email', 'a@example.com'],
    ['password', password],
    ['account', account],
  ]) {
    form.set(name!, value!);
  }
  const event = {
    request: { formData: () => Promise.resolve(form) },
    url: new URL('https://crm.example.test/sign-up'),
    locals: { supabase: { auth: Object.fromEntries(methods) } },
  };
  const start = Date.now();
  const answer = Promise.resolve(action(event as never)).then(
    (result) => ({ result, ms: Date.now() - start }),
    (thrown: { location?: string }) => ({ to: thrown.location, ms: Date.now() - start }),
  );
  await vi.runAllTimersAsync();
  return answer;
}

test('signing up takes as long for an email that has an account', async () => {
  const isNew = await send(actions.default, { signUp: [WAITS, 700] });
  const isKnown = await send(actions.default, { signUp: [WAITS, 5] });
  expect(isKnown).toEqual(isNew);
});

test('and where nobody confirms their email, for every password that is wrong', async () => {
  const refused = (ms: number) =>
    send(actions.default, {
      signUp: [{ data: {}, error: TAKEN }, ms],
      signInWithPassword: [{ error: WRONG }, ms],
    });
  expect(await refused(5)).toEqual(await refused(300));
  const weak = await send(actions.default, {
    signUp: [{ data: {}, error: { code: 'weak_password' } }, 5],
  });
  expect(weak.ms).toBe((await refused(5)).ms);
});

test('whoever comes in waits for nothing', async () => {
  const session = { data: { session: {} }, error: null };
  expect(await send(actions.default, { signUp: [session, 20] })).toEqual({
    to: '/customers',
    ms: 20,
  });
});

test('changing to an email takes as long where somebody has it', async () => {
  const change = (error: object | null, ms: number) =>
    send(settingsActions.email, { updateUser: [{ error }, ms] });
  expect(await change({ code: 'email_exists' }, 5)).toEqual(await change(null, 700));
});

test('a password that is too short is told as the fault of its field', async () => {
  const { result } = (await send(actions.default, {}, '', 'short')) as { result: object };
  expect(result).toMatchObject({ status: 422, data: { field: 'password' } });
  expect(asked).toEqual([]);
});

test('the name of an account is short and can be stored, whatever a form sends', async () => {
  await send(actions.default, { signUp: [WAITS, 5] }, ` Ac\0me${'x'.repeat(100_000)}`);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject([
    { options: { data: { account_name: `Acme${'x'.repeat(76)}` } } },
  ]);
});
