/** Takes what a step prints, in pieces of any size. */
export type Print = (text: string) => void;

/** The tests that a step counted. */
export interface Counts {
  passed: number;
  failed: number;
  /** Runs what failed once more and counts the whole step anew. Without it the whole step runs again. */
  again?(print: Print): Promise<Counts>;
}

export interface Step {
  name: string;
  /** True if npm test -- --quick has it too. */
  quick?: boolean;
  /** Names of steps that must have passed before this one begins. */
  after?: string[];
  /** True if it begins when all others have ended, and nothing else runs beside it. */
  alone?: boolean;
  run(print: Print): Promise<Counts>;
}

export interface Result {
  name: string;
  counts: Counts;
  seconds: number;
  /** The tests that failed beside other steps and passed by themselves. */
  alone?: number;
}

/** Is told what happens as it happens. */
export interface Watcher {
  begin(name: string): void;
  print(name: string, text: string): void;
  end(result: Result): void;
  /** So many steps run once more. */
  again(steps: number): void;
}

/**
 * Runs steps, at most `lanes` at once: whenever one ends, the first in the list that may begin.
 * Resolves with what came of each, in the order of the list. A step that throws has failed, and so
 * has one that waits for a failed one, which does not run.
 */
export function schedule(steps: Step[], lanes: number, watcher: Watcher): Promise<Result[]> {
  const results = new Map<string, Result>();
  const waiting = [...steps];
  let running = 0;

  return new Promise((resolve, reject) => {
    function fill(): void {
      while (running < lanes) {
        const at = waiting.findIndex(mayBegin);
        if (at === -1) break;
        const [step] = waiting.splice(at, 1);
        running++;
        void runStep(step!).then((result) => {
          results.set(result.name, result);
          running--;
          fill();
        });
      }
      if (running > 0) return;
      if (waiting.length === 0) resolve(steps.map(({ name }) => results.get(name)!));
      else reject(new Error(`Nothing leads to ${waiting.map(({ name }) => name).join(', ')}.`));
    }

    function mayBegin({ after = [], alone }: Step): boolean {
      if (alone && (running > 0 || waiting.some((step) => !step.alone))) return false;
      return after.every((name) => results.has(name));
    }

    async function runStep({ name, after = [], run }: Step): Promise<Result> {
      const start = performance.now();
      const print = (text: string) => watcher.print(name, text);
      watcher.begin(name);
      const missing = after.find((other) => results.get(other)!.counts.failed > 0);
      const counts = await (
        missing ? Promise.reject(new Error(`It needs “${missing}”, which failed.`)) : run(print)
      ).catch((error: unknown) => {
        print(`${error instanceof Error ? error.stack : error}\n`);
        return { passed: 0, failed: 1 };
      });
      const result = { name, counts, seconds: (performance.now() - start) / 1000 };
      watcher.end(result);
      return result;
    }

    fill();
  });
}
