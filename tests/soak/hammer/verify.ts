import assert from 'node:assert/strict';
import type postgres from 'postgres';
import type { Acknowledged } from './acknowledged.ts';
import { LIVE, type PlannedProject, type PlannedRequest } from './plan.ts';
import { fold, type Micros, type Person } from '../model.ts';
import { personKey, readPeople } from '../stored-people.ts';

/** Holds every row that the plan left to the model, and counts them. `from`, `to`: when the plan ran. */
export async function verifyHammer(
  admin: postgres.Sql,
  projects: readonly (PlannedProject & { accountId: string })[],
  plan: readonly PlannedRequest[],
  acknowledged: Acknowledged,
  [from, to]: [Micros, Micros],
) {
  const accountOf = new Map(projects.map(({ id, accountId }) => [id, accountId]));
  const calls = plan.flat().filter((call) => !acknowledged.foundNobody.has(call));
  const told = Map.groupBy(calls, ({ project, email }) =>
    personKey(accountOf.get(project)!, email),
  );
  const stored = await readPeople(admin, [...new Set(accountOf.values())]);
  assert.equal(stored.size, told.size, 'customers');

  let customerProjects = 0;
  let params = 0;
  for (const [key, events] of told) {
    const expected = fold(events)!;
    const person = stored.get(key);
    assert.ok(person, `${key} is missing`);
    assert.deepEqual(withLiveTimes(person, expected, from, to), expected, key);
    customerProjects += Object.keys(person.customerProjects).length;
    for (const customerProject of Object.values(person.customerProjects)) {
      params += Object.keys(customerProject.params).length;
    }
  }
  return { customers: stored.size, customerProjects, params };
}

/** Where the server said when, the time must be one of the run, and then counts as the expected one. */
function withLiveTimes(stored: Person, expected: Person, from: Micros, to: Micros): Person {
  const customerProjects = Object.entries(stored.customerProjects).map(
    ([project, customerProject]) => {
      const model = expected.customerProjects[project];
      return [
        project,
        model ? { ...customerProject, ...times(customerProject, model) } : customerProject,
      ];
    },
  );
  return {
    ...stored,
    ...times(stored, expected),
    customerProjects: Object.fromEntries(customerProjects),
  };

  function times(seen: Times, model: Times): Times {
    const time = (at: Micros, planned: Micros) =>
      planned >= LIVE && at >= from && at <= to ? planned : at;
    return {
      firstSeen: time(seen.firstSeen, model.firstSeen),
      lastActivity: time(seen.lastActivity, model.lastActivity),
    };
  }
}

type Times = Pick<Person, 'firstSeen' | 'lastActivity'>;
