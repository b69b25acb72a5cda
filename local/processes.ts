import { Child, type Ending, type Launch } from './child.ts';
import { Failure } from './failure.ts';

/** Starts programs, tells of a crash, and ends them all in reverse order. */
export class Processes {
  readonly children: Child[] = [];
  #log: (name: string, line: string) => void;
  #onCrash: (crash: Failure) => void;
  #onChange: () => void;
  #closed = false;

  constructor(options: {
    log: (name: string, line: string) => void;
    /** Called when a launched program ends without having been asked to. */
    onCrash: (crash: Failure) => void;
    onChange?: () => void;
  }) {
    this.#log = options.log;
    this.#onCrash = options.onCrash;
    this.#onChange = options.onChange ?? (() => {});
  }

  /** Starts a program that is to run until it is stopped. */
  async launch(launch: Launch): Promise<Child> {
    const child = await this.#start(launch);
    void child.ended.then((ending) => {
      if (!child.stopping) this.#onCrash(report(child.name, ending));
    });
    return child;
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
