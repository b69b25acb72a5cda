import { stripVTControlCharacters } from 'node:util';
import type { Result, Watcher } from './schedule.ts';

/** The silence after which it is said what runs. */
const SILENCE_MS = 20_000;

// A line of a test that ended, as vitest, Playwright, Deno and pgTAP here print it.
const ENDED = /^ {0,3}[✓✘×❯] |\.\.\. .*(?:ok|FAILED) \(/;

/** Says what begins, runs and ends, and what a failed step printed. `all`: every step's. */
export class Report implements Watcher {
  #running = new Map<string, { since: number; output: string }>();
  #done = 0;
  #steps: number;
  #all: boolean;
  #timer: NodeJS.Timeout;

  constructor(steps: number, all: boolean) {
    this.#steps = steps;
    this.#all = all;
    this.#timer = setInterval(() => console.log(this.#whatRuns()), SILENCE_MS);
  }

  again(steps: number): void {
    console.log('\n── What failed runs once more, by itself');
    this.#steps = steps;
    this.#done = 0;
  }

  begin(name: string): void {
    this.#running.set(name, { since: performance.now(), output: '' });
    console.log(`  ${name} …`);
    this.#timer.refresh();
  }

  print(name: string, text: string): void {
    this.#running.get(name)!.output += text;
  }

  end(result: Result): void {
    const { output } = this.#running.get(result.name)!;
    this.#running.delete(result.name);
    this.#done++;
    console.log(`${line(result)}   (${this.#done} of ${this.#steps})`);
    if (result.counts.failed || this.#all) {
      console.log(`\n── ${result.name} printed:\n${output.trimEnd()}\n── end of ${result.name}\n`);
    }
    this.#timer.refresh();
  }

  /** One line for each step and, as the last, what it comes to. Answers whether all passed. */
  summarize(results: Result[]): boolean {
    clearInterval(this.#timer);
    console.log('\n── Summary');
    for (const result of results) console.log(line(result));
    const total = (key: 'passed' | 'failed') =>
      results.reduce((sum, { counts }) => sum + counts[key], 0);
    console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
    return total('failed') === 0;
  }

  #whatRuns(): string {
    const parts = [...this.#running].map(([name, { since, output }]) => {
      const seconds = Math.round((performance.now() - since) / 1000);
      const lines = stripVTControlCharacters(output).split('\n');
      const ended = lines.filter((text) => ENDED.test(text)).length;
      return `${name} (${seconds} s${ended ? `, ${ended} done` : ''})`;
    });
    return `  … ${parts.join(', ')}`;
  }
}

function line({ name, counts, seconds, alone }: Result): string {
  const mark = counts.failed ? '✗' : '✓';
  const count = `${counts.passed} passed, ${counts.failed} failed`;
  const note = alone ? `   ${alone} passed only by itself` : '';
  return `${mark} ${name.padEnd(52)} ${count.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s${note}`;
}
