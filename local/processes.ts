import { Child, type Ending, type Launch } from './child.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from './failure.ts';

const PAUSES_MS = [500, 1000, 2000, 4000, 8000];
/** One that has run for so long has all its starts anew. */
const STEADY_MS = 60_000;

/** Starts programs, starts those again that end by themselves, and ends them all in reverse order. */
export class Processes {
  readonly children: Child[] = [];
  #log: (name: string, line: string) => void;
  #onCrash: (crash: Failure) => void;
  #tell: ((text: string) => void) | undefined;
  #pauses: number[];
  #onChange: () => void;
  #closed = false;

  constructor(options: {
    log: (name: string, line: string) => void;
    /** Called when a launched program ends without having been asked to, and is not started again. */
    onCrash: (crash: Failure) => void;
    /** Told of each program that is started again. Without it none is, and each such end is a crash. */
    tell?: (text: string) => void;
    /** Milliseconds before each time that a program is started again. */
    pauses?: number[];
    onChange?: () => void;
  }) {
    this.#log = options.log;
    this.#onCrash = options.onCrash;
    this.#tell = options.tell;
    this.#pauses = options.pauses ?? PAUSES_MS;
    this.#onChange = options.onChange ?? (() => {});
  }

  /** Starts a program that is to run until it is stopped. */
  async launch(launch: Launch): Promise<Child> {
    const child = await this.#start(launch);
    void this.#watch(launch, child);
    return child;
  }

  async #watch(launch: Launch, first: Child): Promise<void> {
    const { name, ready } = launch;
    let child = first;
    let isReady = false;
    let attempts = 0;
    for (;;) {
      const since = performance.now();
      if (ready)
        isReady = await child.waitFor(ready).then(
          () => true,
          () => isReady,
        );
      const ending = await child.ended;
      if (child.stopping || this.#closed) return;
      const crash = report(name, ending);
      // What has never been ready fails the start that waits for it.
      if (!this.#tell || !ready || !isReady) return this.#onCrash(crash);

      if (performance.now() - since > STEADY_MS) attempts = 0;
      const pause = this.#pauses[attempts++];
      if (pause === undefined) {
        return this.#tell(
          `${crash.message}\n${name} was started again ${this.#pauses.length} times and does not stay. The rest goes on without it. Stop with Ctrl-C and start again when the cause is gone.`,
        );
      }
      this.#tell(`${crash.message}\n${name} is started again. The rest goes on.`);
      await sleep(pause);
      const next = await this.#start(launch).catch(() => undefined);
      if (!next) return;
      child = next;
    }
  }

  /** Runs a program to its end. Throws a Failure with its last lines when it does not succeed. */
  async run(launch: Launch): Promise<void> {
    const child = await this.#start(launch);
    const ending = await child.ended;
    if (!ending.ok) throw report(child.name, ending);
  }

  /** Ends every program, the last started first. None can be started from then on. */
  async stopAll(): Promise<void> {
    this.#closed = true;
    for (const child of [...this.children].reverse()) await child.stop();
  }

  async #start(launch: Launch): Promise<Child> {
    if (this.#closed) throw new Failure('Stopped.');
    const child = await Child.start(launch, this.#log);
    this.children.push(child);
    this.#onChange();
    void child.ended.then(() => {
      this.children.splice(this.children.indexOf(child), 1);
      this.#onChange();
    });
    // Everything may have been stopped while this one was starting.
    if (this.#closed) await child.stop();
    return child;
  }
}

function report(name: string, { how, lastLines }: Ending): Failure {
  const lines = lastLines.map((line) => `\n  ${line}`).join('');
  return new Failure(`${name} ${how}.` + (lines ? ` Its last lines:${lines}` : ''));
}
