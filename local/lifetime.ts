import { explain } from './failure.ts';
import { Processes, type Crash } from './processes.ts';

/** Runs a command that lasts until it is told to end, and leaves nothing of it behind. */
export class Lifetime {
  readonly processes: Processes;
  #cleanUps: (() => Promise<void> | void)[] = [];
  #ending: Promise<void> | undefined;
  #say: (text: string) => void;

  constructor(options: {
    log: (name: string, line: string) => void;
    say: (text: string) => void;
    onChange?: () => void;
  }) {
    this.#say = options.say;
    this.processes = new Processes({
      log: options.log,
      onChange: options.onChange,
      onCrash: (crash) => void this.end(1, describe(crash)),
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void this.end(0));
    }
    process.on('uncaughtException', (error) => void this.end(1, explain(error)));
    process.on('unhandledRejection', (error) => void this.end(1, explain(error)));
  }

  /** Adds something to do at the end; the last added is done first, before programs are ended. */
  atEnd(cleanUp: () => Promise<void> | void): void {
    this.#cleanUps.push(cleanUp);
  }

  /** Adds something to do when every program has ended, such as deleting its data. */
  afterAll(cleanUp: () => void): void {
    process.once('exit', cleanUp);
  }

  /** Stops everything and exits with `code`. Says why when there is a reason. */
  end(code: number, reason?: string): Promise<void> {
    this.#ending ??= this.#end(code, reason);
    return this.#ending;
  }

  async #end(code: number, reason: string | undefined): Promise<void> {
    if (reason) this.#say(reason);
    for (const cleanUp of this.#cleanUps.reverse()) {
      try {
        await cleanUp();
      } catch (error) {
        this.#say(explain(error));
      }
    }
    await this.processes.stopAll();
    process.exit(code);
  }
}

function describe({ name, how, lastLines }: Crash): string {
  const lines = lastLines.map((line) => `  ${line}`).join('\n');
  return `\n${name} ${how}. Its last lines:\n${lines}\n\nStopping everything else.`;
}
