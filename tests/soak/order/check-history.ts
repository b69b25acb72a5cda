import assert from 'node:assert/strict';
import type postgres from 'postgres';
import type { Delivery, History } from './histories.ts';
import { fold, type Event, type Person } from '../model.ts';
import { deliver, type World } from './database.ts';
import { personKey, readPeople } from '../stored-people.ts';

/** Sends the groups one after the other, and holds the database to the model after each. */
export async function checkHistory(
  sql: postgres.Sql,
  world: World,
  history: History,
): Promise<void> {
  const emails = [...new Set(history.groups.flat().map(({ event }) => event.email))];
  // On one connection the questions keep their order, so that nobody waits between them.
  const steps = await Promise.all(
    history.groups.map((group) =>
      Promise.all([deliver(sql, world, group), readPeople(sql, world.accounts, emails)]),
    ),
  );
  const expected = new Expected(world);
  history.groups.forEach((group, i) => {
    const [outcomes, stored] = steps[i]!;
    assert.deepEqual(outcomes, expected.outcomesOf(group), `outcomes of group ${i}`);
    expected.add(group, outcomes);
    assert.deepEqual(stored, expected.people(), `people after group ${i}`);
  });
}

/** The calls that the database took so far, and the customers it must have made of them. */
export class Expected {
  #world: World;
  #events = new Map<string, Event[]>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Takes in a group that the database answered. Pings of nobody have no effect. */
  add(group: readonly Delivery[], outcomes: readonly string[]): void {
    group.forEach(({ event }, i) => {
      if (outcomes[i] !== 'unknown') this.#eventsOf(event).push(event);
    });
  }

  /** `created` for the earliest identify that a project has of a person, `unknown` for pings of nobody. */
  outcomesOf(group: readonly Delivery[]): string[] {
    const first = new Map<string, number>();
    group.forEach(({ event }, i) => {
      const earliest = first.get(customerProjectKey(event));
      if (earliest === undefined || event.at < group[earliest]!.event.at) {
        first.set(customerProjectKey(event), i);
      }
    });
    return group.map(({ event }, i) => {
      const known = this.#eventsOf(event).some(({ project }) => project === event.project);
      if (event.type === 'ping') return known ? 'updated' : 'unknown';
      return !known && first.get(customerProjectKey(event)) === i ? 'created' : 'updated';
    });
  }

  people(): Map<string, Person> {
    const folded = [...this.#events].map(([key, events]) => [key, fold(events)] as const);
    return new Map(folded.filter((entry): entry is [string, Person] => entry[1] !== undefined));
  }

  #eventsOf({ project, email }: Event): Event[] {
    const key = personKey(this.#world.accountOf.get(project)!, email);
    const events = this.#events.get(key) ?? [];
    this.#events.set(key, events);
    return events;
  }
}

function customerProjectKey({ project, email }: Event): string {
  return `${project} ${email}`;
}
