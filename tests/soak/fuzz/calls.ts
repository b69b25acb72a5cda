import type { Random } from '../random.ts';
import { type Json, Members } from './json-text.ts';
import { params } from './values.ts';

/** Calls that must be accepted. */

const NAMES = [
  'Alex Doe',
  ' Åsa Ünïcode ',
  "O'Brien; drop table",
  '李小龍',
  '\u{1f600}'.repeat(200),
  'x'.repeat(200),
  '.',
  'null',
  '\u00a0padded\u3000',
  'Zo\u0308e',
  'family \u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
];
const ZONES = ['Z', '+00:00', '-07:30', '+14:00', '-12:00'];

/** Emails nobody else in this run has, so that one is one case. */
export function freshEmail(random: Random, number: number): string {
  const token = random.below(2 ** 31).toString(36);
  const local = random.pick(['fuzz', 'Fuzz.Case', 'a+tag', "o'brien", 'İx', 'ﬁ', '\u{1f600}', '_']);
  const domain = random.pick(['example.com', 'EXAMPLE.com', 'bücher.example', 'a.b-c.example']);
  return `${local}-${number}-${token}@${domain}`;
}

const STATUSES = ['free', 'trial', 'paid', 'churned'];
/** They say nothing: such a field is as if it were left out. */
const BLANKS = [null, '', ' \t ', '\u3000'];

export function identifyCall(random: Random, email: string, withTime = true): Members {
  const call = new Members([['email', email]]);
  if (random.chance(0.4)) call.set('name', random.pick([...NAMES, ...BLANKS]));
  if (random.chance(0.5)) call.set('status', random.pick([...STATUSES, ...BLANKS]));
  if (random.chance(0.85)) call.set('params', params(random));
  if (withTime) addTime(call, random);
  return shuffled(call, random);
}

export function pingCall(random: Random, email: string): Members {
  const call = new Members([['email', email]]);
  addTime(call, random);
  return shuffled(call, random);
}

/** A call as one of a batch. */
export function ofType(type: 'identify' | 'ping', call: Members): Members {
  return new Members([['type', type], ...call.entries]);
}

function addTime(call: Members, random: Random): void {
  const kind = random.next();
  if (kind < 0.15) call.set('age', random.pick([0, -0, 0.5, 1500, 86_400_000, 604_800_000]));
  else if (kind < 0.35) call.set('timestamp', timestamp(random));
}

function timestamp(random: Random): string {
  const at = Date.UTC(2000, 0, 2) + random.next() * (Date.now() - Date.UTC(2000, 0, 3));
  const local = new Date(at).toISOString().slice(0, 19);
  return local + random.pick(['', '.5', '.123456', '.1234567', '.000000001']) + random.pick(ZONES);
}

/** The order of fields means nothing, and one that comes twice counts as its last. */
function shuffled(call: Members, random: Random): Members {
  const entries = random.shuffle(call.entries);
  if (random.chance(0.1)) {
    const earlier = entries.map(([key]) => [key, random.pick([null, 1, '', []])] as [string, Json]);
    return new Members([...earlier, ...entries]);
  }
  return new Members(entries);
}
