import { LIMITS } from '../../../supabase/functions/_shared/contract/limits.ts';
import type { Shot, Verdict } from './shot.ts';

// What a caller is told, so that a limit cannot move without this check.
const KB = 1024;
const CALL = 32 * KB;
const BODY = 500 * KB;
const WEEK_MS = 604_800_000;
const MINUTE_MS = 60_000;

/** Requests that lie just at a limit and just over it. `person` makes an email nobody has yet. */
export function limitShots(person: () => string): Shot[] {
  const shots: Shot[] = [];
  const add = (what: string, route: Shot['route'], body: unknown, verdict: Verdict) =>
    shots.push({ what, route, body: Buffer.from(JSON.stringify(body)), verdict });
  const atAndOver = (what: string, bodyOf: (more: 0 | 1) => unknown) => {
    add(`${what}: at the limit`, '/identify', bodyOf(0), 'accepted');
    add(`${what}: one over`, '/identify', bodyOf(1), ['validation_failed']);
  };
  const withParams = (what: string, paramsOf: (more: 0 | 1) => unknown) =>
    atAndOver(what, (more) => ({ email: person(), params: paramsOf(more) }));

  for (const route of ['/identify', '/ping'] as const) {
    const sized = (bytes: number) => callOfSize(bytes, person(), route === '/ping');
    if (route === '/identify') add('a call of 32 KB', route, sized(CALL), 'accepted');
    add('a call over 32 KB', route, sized(CALL + 1), ['call_too_large']);
  }
  const spaces = Buffer.from(JSON.stringify({ email: person() }).padEnd(CALL + 1));
  shots.push({
    what: 'spaces count',
    route: '/identify',
    body: spaces,
    verdict: ['call_too_large'],
  });

  for (const [what, bytes, verdict] of [
    ['a body of 500 KB', BODY, 'accepted'],
    ['a body over 500 KB', BODY + 1, ['body_too_large']],
    ['a body of 2 MB', 2048 * KB, ['body_too_large']],
  ] satisfies [string, number, Verdict][]) {
    const calls = Array.from({ length: 15 }, () => identify(callOfSize(CALL - 100, person())));
    const body = Buffer.from(JSON.stringify({ calls }).padEnd(bytes));
    shots.push({ what, route: '/batch', body, verdict });
  }
  const edgeCalls = [CALL, CALL + 1, 300].map((bytes) =>
    callOfSize(bytes, person(), false, { type: 'identify' }),
  );
  shots.push({
    what: 'calls of a batch at and over 32 KB',
    route: '/batch',
    body: Buffer.from(JSON.stringify({ calls: edgeCalls })),
    verdict: undefined,
    calls: ['accepted', ['call_too_large'], 'accepted'],
  });

  const many = (length: number) => ({
    calls: Array.from({ length }, () => ({ type: 'identify', email: person() })),
  });
  add('500 calls', '/batch', many(500), 'accepted');
  add('501 calls', '/batch', many(501), ['validation_failed']);
  add('no calls', '/batch', { calls: [] }, ['validation_failed']);

  withParams('objects in objects', (more) => nest(8 + more, (inner) => ({ a: inner })));
  withParams('lists in lists', (more) => ({ a: nest(7 + more, (inner) => [inner]) }));
  withParams('keys', (more) => keys(256 + more));
  withParams('keys in lists', (more) => ({ a: [keys(127), keys(128 + more)] }));
  withParams('a key', (more) => ({ ['k'.repeat(128 + more)]: 1 }));
  withParams('a key of emoji', (more) => ({ ['\u{1f511}'.repeat(128 + more)]: 1 }));
  withParams('a text', (more) => ({ a: 'x'.repeat(8 * KB + more) }));
  withParams('a text of three-byte characters', (more) => ({
    a: '€'.repeat(2730) + 'xx' + 'x'.repeat(more),
  }));
  withParams('a text in a list', (more) => ({
    a: [{ b: ['\u{1f600}'.repeat(2048) + 'x'.repeat(more)] }],
  }));
  withParams('a whole number', (more) => ({ a: 2 ** 53 - 1 + more }));
  withParams('a negative whole number', (more) => ({ a: 1 - 2 ** 53 - more }));
  withParams('a small number', (more) => ({ a: more ? 9.9e-21 : 1e-20 }));

  atAndOver('a name', (more) => ({ email: person(), name: 'n'.repeat(200 + more) }));
  atAndOver('a name of emoji', (more) => ({
    email: person(),
    name: '\u{1f600}'.repeat(200 + more),
  }));
  atAndOver('an age', (more) => ({ email: person(), age: WEEK_MS + more }));
  atAndOver('the age zero', (more) => ({ email: person(), age: 0 - more }));
  atAndOver('the earliest time', (more) => ({
    email: person(),
    timestamp: more ? '1999-12-31T23:59:59.999Z' : '2000-01-01T00:00:00Z',
  }));
  atAndOver('an hour ahead', (more) => ({
    email: person(),
    timestamp: new Date(Date.now() + (more ? 61 : 59) * MINUTE_MS).toISOString(),
  }));
  atAndOver('a local part', (more) => ({ email: padded(person(), 64 + more) }));
  atAndOver('an email', (more) => {
    const local = padded(person(), 64).split('@')[0];
    const labels = ['a'.repeat(63), 'b'.repeat(63), 'c'.repeat(57 + more), 'com'];
    return { email: `${local}@${labels.join('.')}` };
  });

  const grows = person();
  for (const [key, verdict] of [
    ['a', 'accepted'],
    ['b', 'accepted'],
    ['c', ['params_too_large']],
  ] satisfies [string, Verdict][]) {
    const params = { [key]: Array.from({ length: 4 }, () => key.repeat(7000)) };
    add('params that grow past 64 KB', '/identify', { email: grows, params }, verdict);
  }
  add(
    'more faults than are told',
    '/identify',
    {
      email: person(),
      params: Object.fromEntries(
        Array.from({ length: LIMITS.errorsPerCall + 5 }, (_, i) => [`k${i}`, 1e21]),
      ),
    },
    ['validation_failed'],
  );
  return shots;
}

function identify(call: object): object {
  return { type: 'identify', ...call };
}

/** A call that takes this many bytes as JSON without spaces. */
function callOfSize(bytes: number, email: string, isPing = false, head: object = {}): object {
  if (isPing) return { ...head, email: email.padEnd(bytes - '{"email":""}'.length) };
  const padding: string[] = [];
  const call = { ...head, email, params: { padding } };
  for (let left = bytes - sizeOf(call); left > 0; left = bytes - sizeOf(call)) {
    const quotes = padding.length === 0 ? 2 : 3;
    padding.push('x'.repeat(Math.min(left - quotes, 7_900)));
  }
  return call;
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function nest(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = wrap(value);
  return value;
}

function keys(count: number): object {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]));
}

/** The same email with a local part of this many bytes. */
function padded(email: string, bytes: number): string {
  const [local, domain] = email.split('@') as [string, string];
  return `${local.padEnd(bytes, 'x')}@${domain}`;
}
