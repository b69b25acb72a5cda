import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { runFailedAlone } from './again.ts';
import { schedule, type Step, type Watcher } from './schedule.ts';

const passes = { passed: 1, failed: 0 };

/** Keeps what is told, and how many steps ran at once at most. */
function watch() {
  const told: string[] = [];
  const now = new Set<string>();
  let most = 0;
  const watcher: Watcher = {
    begin(name) {
      told.push(`> ${name}`);
      most = Math.max(most, now.add(name).size);
    },
    print: (name, text) => told.push(`${name}: ${text.split('\n')[0]}`),
    end({ name }) {
      told.push(`< ${name}`);
      now.delete(name);
    },
    again: (steps) => told.push(`again ${steps}`),
  };
  return { told, watcher, most: () => most };
}

const step = (name: string, after: string[] = [], run: Step['run'] = () => sleep(5, passes)) => ({
  name,
  after,
  run,
});

test('steps run side by side, and never more than there are lanes', async () => {
  const { watcher, most } = watch();
  const steps = ['a', 'b', 'c', 'd', 'e'].map((name) => step(name));
  const results = await schedule(steps, 3, watcher);
  expect(results.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(most()).toBe(3);
});

test('a step begins when those that it needs have ended, and others do not wait for it', async () => {
  const { told, watcher } = watch();
  await schedule([step('browser', ['build']), step('build'), step('lint')], 2, watcher);
  expect(told.slice(0, 2)).toEqual(['> build', '> lint']);
  expect(told.indexOf('> browser')).toBeGreaterThan(told.indexOf('< build'));
});

test('a step that runs alone begins when all others have ended', async () => {
  const { told, watcher } = watch();
  const quiet = (name: string) => ({ ...step(name), alone: true });
  await schedule([quiet('flood'), step('build'), quiet('noise'), step('lint')], 4, watcher);
  expect(told.slice(0, 2)).toEqual(['> build', '> lint']);
  expect(told.slice(-4)).toEqual(['> flood', '< flood', '> noise', '< noise']);
});

test('what needs a failed step fails without being run, and says why', async () => {
  const { told, watcher } = watch();
  const fails = () => Promise.reject(new Error('no space left'));
  let ran = false;
  const browser = step('browser', ['build'], async () => {
    ran = true;
    return passes;
  });
  const results = await schedule([step('build', [], fails), browser, step('lint')], 1, watcher);
  expect(results.map(({ counts }) => counts.failed)).toEqual([1, 1, 0]);
  expect(ran).toBe(false);
  expect(told).toContain('build: Error: no space left');
  expect(told).toContain('browser: Error: It needs “build”, which failed.');
});

test('a step that nothing leads to is no silent pass', async () => {
  await expect(schedule([step('a', ['b'])], 1, watch().watcher)).rejects.toThrow(
    'Nothing leads to a.',
  );
});

test('what failed beside others runs once more by itself, and its result says so', async () => {
  const { told, watcher } = watch();
  const browser = step('browser', ['build'], async () => ({
    ...{ passed: 7, failed: 1 },
    again: async () => ({ passed: 8, failed: 0 }),
  }));
  const steps = [step('build'), step('lint'), browser];
  const results = await runFailedAlone(steps, await schedule(steps, 2, watcher), watcher);
  expect(told.slice(-3)).toEqual(['again 1', '> browser', '< browser']);
  expect(results.map(({ counts, alone }) => [counts.passed, counts.failed, alone])).toEqual([
    [1, 0, undefined],
    [1, 0, undefined],
    [8, 0, 1],
  ]);
});

test('a build that failed runs again before what needed it', async () => {
  const { told, watcher } = watch();
  let tries = 0;
  const build = step('build', [], async () =>
    ++tries === 1 ? { passed: 0, failed: 1 } : { passed: 1, failed: 0 },
  );
  const steps = [step('browser', ['build']), build];
  const results = await runFailedAlone(steps, await schedule(steps, 2, watcher), watcher);
  expect(told.slice(-4)).toEqual(['> build', '< build', '> browser', '< browser']);
  expect(results.every(({ counts }) => counts.failed === 0)).toBe(true);
});

test('what fails twice has failed, and what fails in many places does not run again', async () => {
  const { told, watcher } = watch();
  const failing = (failed: number) => [step('units', [], async () => ({ passed: 5, failed }))];
  const run = async (failed: number) => {
    const steps = failing(failed);
    return runFailedAlone(steps, await schedule(steps, 1, watcher), watcher);
  };
  expect((await run(2)).map(({ counts, alone }) => [counts.failed, alone])).toEqual([[2, 0]]);
  expect(told).toContain('again 1');
  told.length = 0;
  await run(21);
  expect(told).toEqual(['> units', '< units']);
});
