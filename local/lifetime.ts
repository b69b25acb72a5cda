import { explain } from './failure.ts';
import { Processes } from './processes.ts';

/** Runs a command that lasts until it is told to end, and leaves nothing of it behind. */
export class Lifetime {
  readonly processes: Processes;
  #ending: Promise<never> | undefined;
  #say: (text: string) => void;

  constructor(options: {
    log: (name: string, line: string) => void;
    /** Prints a text for the person at the keyboard. */
    say: (text: string) => void;
    onChange?: () => void;
  }) {
    this.#say = options.say;
    this.processes = new Processes({
      log: options.log,
      onChange: options.onChange,
      tell: options.say,
      onCrash: (crash) => void this.end(1, crash),
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => void this.end(0));
    }
    process.on('uncaughtException', (error) => void this.end(1, error));
    // @supabase/lite leaves some behind when a client goes away: worth a line, not the end.
    process.on('unhandledRejection', (error) => options.log('API', explain(error)));
  }

  /** Adds something to do when every program has ended. It must not wait for anything. */
  atEnd(cleanUp: () => void): void {
    process.once('exit', cleanUp);
  }

  /** Stops every program and exits with `code`. Only the first call counts, and its reason is told. */
  end(code: number, reason?: unknown): Promise<never> {
    this.#ending ??= this.#end(code, reason);
    return this.#ending;
  }

  async #end(code: number, reason: unknown): Promise<never> {
    if (reason !== undefined) this.#say(explain(reason));
    await this.processes.stopAll();
    process.exit(code);
  }
}
