import type { Random } from '../random.ts';
import { breakText, mutateBytes } from './broken-text.ts';
import { freshEmail, identifyCall, ofType, pingCall } from './calls.ts';
import { oddEmail } from './emails.ts';
import { breakCall } from './faults.ts';
import { type Json, Members, writeJson } from './json-text.ts';
import { oddRequest } from './odd-requests.ts';
import type { Shot, Verdict } from './shot.ts';

/** Makes requests that go out one after the other, all about people of their own. */
type Scenario = (random: Random, person: () => string) => Shot[];

const CALL_BYTES = 32 * 1024;

/** The requests of one case. `number` makes its people its own. */
export function makeScenario(random: Random, number: number): Shot[] {
  const scenario = pickWeighted(SCENARIOS, random);
  return scenario(random, () => freshEmail(random, number));
}

const SCENARIOS: [weight: number, Scenario][] = [
  [20, (random, person) => [identify(random, identifyCall(random, person()), 'accepted')]],
  [
    12,
    (random, person) => {
      const email = person();
      const again = () => spelled(email, random);
      return [
        ping(random, pingCall(random, again()), 'accepted'),
        identify(random, identifyCall(random, again()), 'accepted'),
        identify(random, identifyCall(random, again(), false), 'accepted'),
        ping(random, pingCall(random, again()), 'accepted'),
      ];
    },
  ],
  [
    20,
    (random, person) => {
      const email = person();
      const call = identifyCall(random, email);
      const { fault, codes } = breakCall(call, random);
      const shots = [identify(random, call, codes, fault)];
      // Whatever was refused must have left nothing behind.
      if (random.chance(0.2)) shots.push(identify(random, identifyCall(random, email), 'accepted'));
      return shots;
    },
  ],
  [
    4,
    (random, person) => {
      const call = pingCall(random, person());
      const { fault, codes } = breakCall(call, random);
      return [ping(random, call, codes, fault)];
    },
  ],
  [
    14,
    (random, person) => {
      const text = writeJson(identifyCall(random, person()), random);
      const { fault, body, codes } = breakText(text, random);
      return [{ what: fault, route: random.pick(ROUTES), body, verdict: codes }];
    },
  ],
  [
    20,
    (random, person) => {
      const route = random.pick(ROUTES);
      const json =
        route === '/batch' ? batchOf(random, person).json : identifyCall(random, person());
      const body = mutateBytes(Buffer.from(writeJson(json, random)), random);
      return [{ what: 'mutated bytes', route, body, verdict: undefined }];
    },
  ],
  [
    8,
    (random, person) => {
      const { json, verdicts } = batchOf(random, person);
      const body = Buffer.from(writeJson(json, random));
      return [{ what: 'batch', route: '/batch', body, verdict: undefined, calls: verdicts }];
    },
  ],
  [
    2,
    (random, person) => {
      const shapes: Json[] = [
        new Members(),
        new Members([['calls', null]]),
        new Members([['calls', new Members()]]),
        new Members([['calls', 'x']]),
        new Members([
          ['calls', [1]],
          ['more', 1],
        ] as [string, Json][]),
        new Members([
          ['calls', [1]],
          ['a\\b', 1],
        ] as [string, Json][]),
        [ofType('identify', identifyCall(random, person()))],
      ];
      const body = Buffer.from(writeJson(random.pick(shapes), random));
      return [{ what: 'no batch', route: '/batch', body, verdict: ['validation_failed'] }];
    },
  ],
  [
    10,
    (random, person) => {
      const unique = person().split('@')[0]!;
      const call = identifyCall(random, oddEmail(random, unique));
      return [identify(random, call, undefined, 'an odd email')];
    },
  ],
  [
    6,
    (random, person) =>
      oddRequest(
        random,
        identify(random, identifyCall(random, person()), 'accepted', 'odd headers'),
      ),
  ],
];

const ROUTES = ['/identify', '/ping', '/batch'] as const;

function identify(random: Random, call: Members, verdict: Verdict, what = 'identify'): Shot {
  return single('/identify', random, call, verdict, what);
}

function ping(random: Random, call: Members, verdict: Verdict, what = 'ping'): Shot {
  return single('/ping', random, call, verdict, what);
}

function single(
  route: '/identify' | '/ping',
  random: Random,
  call: Members,
  verdict: Verdict,
  what: string,
): Shot {
  let text = writeJson(call, random);
  if (random.chance(0.02)) text = '\ufeff' + text;
  const body = Buffer.from(text);
  return { what, route, body, verdict: body.length > CALL_BYTES ? ['call_too_large'] : verdict };
}

/** Another way to write the same email. */
function spelled(email: string, random: Random): string {
  const [local, domain] = email.split('@') as [string, string];
  const shout = (text: string) => text.replace(/[a-z]/g, (letter) => letter.toUpperCase());
  return random.pick([
    email,
    ` ${email}\n`,
    `${local}@${shout(domain)}`,
    `${shout(local)}@${domain}`,
  ]);
}

/** Good and bad calls, some for the same person. */
function batchOf(random: Random, person: () => string): { json: Members; verdicts: Verdict[] } {
  const twice = person();
  const calls: Json[] = [];
  const verdicts: Verdict[] = [];
  const count = 1 + random.below(random.chance(0.1) ? 60 : 6);
  for (let i = 0; i < count; i++) {
    const same = random.chance(0.3);
    const type = random.pick(['identify', 'identify', 'ping'] as const);
    const email = same ? spelled(twice, random) : person();
    const call = type === 'ping' ? pingCall(random, email) : identifyCall(random, email, !same);
    let verdict: Verdict = 'accepted';
    if (random.chance(0.25)) verdict = breakCall(call, random).codes;
    calls.push(random.chance(0.03) ? random.pick([null, 1, 'x', []]) : ofType(type, call));
    verdicts.push(calls.at(-1) instanceof Members ? verdict : ['validation_failed']);
  }
  return { json: new Members([['calls', calls]]), verdicts };
}

function pickWeighted<Item>(items: [weight: number, Item][], random: Random): Item {
  let place = random.next() * items.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, item] of items) if ((place -= weight) < 0) return item;
  return items.at(-1)![1];
}
