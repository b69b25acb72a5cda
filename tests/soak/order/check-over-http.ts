import assert from 'node:assert/strict';
import type postgres from 'postgres';
import type { Delivery, History } from './histories.ts';
import type { HttpClient } from '../http-client.ts';
import { isoTime, type Micros, type Person } from '../model.ts';
import type { World } from './database.ts';
import { Expected } from './check-history.ts';
import { readPeople } from '../stored-people.ts';

/** Times of histories sent with an age are only as exact as the way to the database is quick. */
export interface Clock {
  begin: Micros;
  step: Micros;
}

/** Sends all groups at once, through the Edge Function, and holds what comes of it to the model. */
export async function checkHistoryOverHttp(
  client: HttpClient,
  sql: postgres.Sql,
  world: World,
  history: History,
  clock: Clock,
): Promise<void> {
  const expected = new Expected(world);
  const requests = history.groups.flatMap(byProject);
  await Promise.all(
    requests.map(async (request) => expected.add(request, await send(client, world, request))),
  );

  const emails = [...new Set(requests.flat().map(({ event }) => event.email))];
  assert.deepEqual(
    inStepsAll(await readPeople(sql, world.accounts, emails), clock),
    inStepsAll(expected.people(), clock),
  );
}

/** A request carries one key. */
function byProject(group: readonly Delivery[]): Delivery[][] {
  return [...Map.groupBy(group, ({ event }) => event.project).values()];
}

/** A call alone goes to the route of its kind, several go as a batch. Resolves with their outcomes. */
async function send(
  client: HttpClient,
  world: World,
  request: readonly Delivery[],
): Promise<string[]> {
  const key = world.apiKeyOf.get(request[0]!.event.project)!;
  if (request.length === 1) {
    const { type, ...call } = toCall(request[0]!);
    const { status, body } = await client.post(`/${type}`, key, call);
    assert.equal(status, 200, JSON.stringify(body));
    return [outcomeOf(body as Answer)];
  }
  const { status, body } = await client.post('/batch', key, { calls: request.map(toCall) });
  assert.equal(status, 200, JSON.stringify(body));
  return (body as { results: Answer[] }).results.map(outcomeOf);
}

interface Answer {
  created?: boolean;
  updated?: boolean;
}

function outcomeOf({ created, updated }: Answer): string {
  if (created) return 'created';
  return updated === false ? 'unknown' : 'updated';
}

function toCall({ event: { project: _project, at, ...said }, time }: Delivery) {
  return time === 'timestamp'
    ? { ...said, timestamp: isoTime(at) }
    : { ...said, age: Date.now() - at / 1000 };
}

function inStepsAll(people: Map<string, Person>, { begin, step }: Clock): Map<string, Person> {
  return new Map([...people].map(([key, person]) => [key, inSteps(person, begin, step)]));
}

/** The times of a person on a coarser clock: whole steps since `begin`. */
function inSteps(person: Person, begin: Micros, step: Micros): Person {
  const round = (at: Micros) => Math.round((at - begin) / step);
  const steps = <Seen extends { firstSeen: Micros; lastActivity: Micros }>(seen: Seen): Seen => ({
    ...seen,
    firstSeen: round(seen.firstSeen),
    lastActivity: round(seen.lastActivity),
  });
  const customerProjects = Object.entries(person.customerProjects).map(([id, customerProject]) => [
    id,
    steps(customerProject),
  ]);
  return { ...steps(person), customerProjects: Object.fromEntries(customerProjects) };
}
