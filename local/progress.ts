/** Prints one line a step, with the time it took. */
export class Progress {
  #begin = performance.now();
  #print: (line: string) => void;

  constructor(print: (line: string) => void) {
    this.#print = print;
  }

  /** Runs one step. `note` says in a word or two what came of it. */
  step = async <T>(
    name: string,
    run: () => Promise<T>,
    note?: (result: T) => string,
  ): Promise<T> => {
    const begin = performance.now();
    const result = await run();
    const line = `  ${name.padEnd(24)}${seconds(begin).padStart(7)}`;
    this.#print(`${line}   ${note?.(result) ?? ''}`.trimEnd());
    return result;
  };

  /** Such as "12.3 s", since the beginning. */
  total(): string {
    return seconds(this.#begin);
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}
