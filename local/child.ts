import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Launch {
  /** The name that people know it by: it stands in the log and in a crash report. */
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /**
   * The line that it prints when it is ready. A program that has one is started again when it ends
   * by itself.
   */
  ready?: RegExp;
  /** The signal that asks it politely to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

export interface Ending {
  ok: boolean;
  /** Such as "exited with code 1" or "was ended by SIGKILL". */
  how: string;
  lastLines: string[];
}

const KEPT_LINES = 20;
const PATIENCE_MS = 8000;
const LAST_LINES_MS = 300;

/** One program that was started, and its last lines. */
export class Child {
  readonly name: string;
  readonly pid: number;
  readonly ended: Promise<Ending>;
  stopping = false;
  #process: ChildProcess;
  #stopSignal: NodeJS.Signals;
  #lines: string[] = [];
  #watchers = new Set<(line: string) => void>();

  /** Starts it. Rejects when the file cannot be executed. */
  static async start(launch: Launch, log: (name: string, line: string) => void): Promise<Child> {
    const { name, command, args, ready: _ready, stopSignal = 'SIGTERM', ...options } = launch;
    // Its own process group: Ctrl-C in the terminal reaches only us, and we stop things in order.
    const started = spawn(command, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    await new Promise<void>((resolve, reject) => {
      started.once('spawn', resolve);
      started.once('error', reject);
    });
    return new Child(name, started, stopSignal, log);
  }

  private constructor(
    name: string,
    started: ChildProcess,
    stopSignal: NodeJS.Signals,
    log: (name: string, line: string) => void,
  ) {
    this.name = name;
    this.pid = started.pid!;
    this.#process = started;
    this.#stopSignal = stopSignal;
    for (const stream of [started.stdout!, started.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (this.#lines.push(line) > KEPT_LINES) this.#lines.shift();
        log(name, line);
        for (const watch of this.#watchers) watch(line);
      });
    }
    this.ended = new Promise((resolve) =>
      started.once('exit', (code, signal) => {
        const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
        const end = () => resolve({ ok: code === 0, how, lastLines: this.#lines });
        // 'close' brings the last lines, but a grandchild that keeps the pipe open would delay it.
        started.once('close', end);
        setTimeout(end, LAST_LINES_MS).unref();
      }),
    );
  }

  /** Resolves with the first line that matches. Rejects when the program ends before. */
  async waitFor(pattern: RegExp): Promise<RegExpMatchArray> {
    const found = new Promise<RegExpMatchArray>((resolve) => {
      const watch = (line: string) => {
        const match = line.match(pattern);
        if (!match) return;
        this.#watchers.delete(watch);
        resolve(match);
      };
      this.#watchers.add(watch);
      this.#lines.forEach(watch);
    });
    const gone = this.ended.then(({ how }) => {
      throw new Error(`${this.name} ${how} before it was ready`);
    });
    return Promise.race([found, gone]);
  }

  /** Asks it to end, and forces it when it does not within 8 s. Resolves when it has ended. */
  async stop(): Promise<void> {
    if (!this.stopping) {
      this.stopping = true;
      this.#process.kill(this.#stopSignal);
      const force = setTimeout(() => this.#killGroup(), PATIENCE_MS);
      void this.ended.then(() => {
        clearTimeout(force);
        this.#killGroup();
      });
    }
    await this.ended;
  }

  /** Ends it at once, in the middle of what it does. */
  kill(): void {
    this.stopping = true;
    this.#killGroup();
  }

  #killGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group is gone, which is what was wanted.
    }
  }
}
