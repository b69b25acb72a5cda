import { schedule, type Result, type Step, type Watcher } from './schedule.ts';

/** More failures than this are no matter of a busy machine. */
const MOST_AGAIN = 20;

/**
 * Runs what failed once more, one step at a time: a test that passes by itself failed for the others'
 * sake. Resolves with all results; those that passed only now say so.
 */
export async function runFailedAlone(
  steps: Step[],
  results: Result[],
  watcher: Watcher,
): Promise<Result[]> {
  const failed = new Map(
    results.filter(({ counts }) => counts.failed > 0).map((result) => [result.name, result]),
  );
  const failures = [...failed.values()].reduce((sum, { counts }) => sum + counts.failed, 0);
  if (failures === 0 || failures > MOST_AGAIN) return results;

  const repeated = steps
    .filter(({ name }) => failed.has(name))
    .map((step) => ({
      ...step,
      after: step.after?.filter((name) => failed.has(name)),
      run: failed.get(step.name)!.counts.again ?? step.run,
    }));
  watcher.again(repeated.length);
  const second = new Map(
    (await schedule(repeated, 1, watcher)).map((result) => [result.name, result]),
  );
  return results.map((first) => {
    const result = second.get(first.name);
    if (!result) return first;
    return {
      ...result,
      seconds: first.seconds + result.seconds,
      alone: Math.max(0, first.counts.failed - result.counts.failed),
    };
  });
}
