import { expect, test } from 'vitest';
import { connect } from '../founder.ts';
import { stack } from '../stack.ts';
import { check } from './order.ts';
import { deliver, makeWorld } from './order/database.ts';
import { runQuick } from './run-quick.ts';
import { readPeople } from './stored-people.ts';

test(
  'calls end in the state of their event times, in whatever order they arrive',
  () => runQuick(check),
  180_000,
);

// What the property leaves out: no order can be told from times that are the same.
test('of calls with one event time the last to arrive decides', async () => {
  const sql = connect(stack().adminUrl);
  const world = await makeWorld(sql);
  const [project] = world.projects;
  const at = Date.now() * 1000 - 1_000_000;
  const said = (name: string, status: 'trial' | 'paid') => ({
    event: {
      type: 'identify',
      project: project!,
      email: 'a@example.com',
      at,
      name,
      status,
    } as const,
    time: 'timestamp' as const,
  });
  const stored = async () => [...(await readPeople(sql, world.accounts)).values()];

  await deliver(sql, world, [said('First', 'trial'), said('Second', 'paid')]);
  expect(await stored()).toMatchObject([
    { name: 'Second', customerProjects: { [project!]: { status: 'paid' } } },
  ]);
  await deliver(sql, world, [said('First', 'trial')]);
  expect(await stored()).toMatchObject([
    { name: 'First', customerProjects: { [project!]: { status: 'trial' } } },
  ]);
  await sql.end();
});
