import fc from 'fast-check';
import type { Event, Micros, Status } from '../model.ts';

/** One sending of an event. */
export interface Delivery {
  event: Event;
  /** How the event says when it happened. */
  time: 'timestamp' | 'age';
}

/** What happened, and how it was sent: groups of calls of one kind, one after the other. */
export interface History {
  groups: Delivery[][];
}

/** When events happen: whole steps after `begin`, `range` later at most. */
interface Times {
  begin: Micros;
  range: Micros;
  step?: Micros;
}

const STATUSES: Status[] = ['free', 'trial', 'paid', 'churned'];
// Few keys, so that calls meet; some that a path or an index into a list could mistake.
const KEYS = ['a', 'b', 'c', '', '0', '-1', 'a.b', 'é'];

/** Next to each other or far apart. */
const time = ({ begin, range, step = 1 }: Times) =>
  fc
    .oneof(fc.nat(12), fc.nat(Math.floor(range / step)))
    .map((steps): Micros => begin + steps * step);

const value = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  fc.nat(9),
  fc
    .string({ maxLength: 5, unit: 'grapheme' })
    .filter((text) => text.isWellFormed() && !text.includes('\0')),
  fc.constantFrom<unknown>(true, 0.1, [], [null], {}, { a: null }, { a: { b: 1 } }),
);
const params = fc.dictionary(fc.constantFrom(...KEYS), value, {
  maxKeys: 4,
  noNullPrototype: true,
});

const said = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ type: 'ping' as const }) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        type: fc.constant('identify' as const),
        name: fc.constantFrom('Ada', 'Bo', 'Cy', 'Di', 'Ed'),
        status: fc.constantFrom(...STATUSES),
        params,
      },
      { requiredKeys: ['type'] },
    ),
  },
);

const sending = fc.record({
  place: fc.nat(1_000_000),
  cut: fc.boolean(),
  time: fc.constantFrom('timestamp' as const, 'age' as const),
});

/**
 * Histories of a few people in these projects: events of different times, each sent once to three
 * times, shuffled, and cut into groups anywhere.
 */
export function histories(
  options: { projects: readonly string[]; emails: readonly string[] } & Times,
): fc.Arbitrary<History> {
  const event = fc.record({
    said,
    project: fc.constantFrom(...options.projects),
    email: fc.constantFrom(...options.emails),
    at: time(options),
    sendings: fc.array(sending, { minLength: 1, maxLength: 3 }),
  });
  return fc
    .uniqueArray(event, { minLength: 1, maxLength: 10, selector: ({ at }) => at })
    .map((events) => {
      const deliveries = events
        .flatMap(({ said, project, email, at, sendings }) =>
          sendings.map((sent) => ({ ...sent, event: { ...said, project, email, at } })),
        )
        .toSorted((a, b) => a.place - b.place);
      return { groups: cutIntoGroups(deliveries) };
    });
}

/** A group ends where it is cut and where the kind changes, because each kind has its own function. */
function cutIntoGroups(deliveries: (Delivery & { cut: boolean })[]): Delivery[][] {
  const groups: Delivery[][] = [];
  for (const { event, time, cut } of deliveries) {
    const group = groups.at(-1);
    if (!group || cut || group[0]!.event.type !== event.type) groups.push([{ event, time }]);
    else group.push({ event, time });
  }
  return groups;
}
