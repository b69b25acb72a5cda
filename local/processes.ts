import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface Launch {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** What asks it politely to end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
}

export interface Child {
  name: string;
  pid: number;
  /** Resolves with the first line that matches; rejects when the process ends before. */
  waitFor(pattern: RegExp): Promise<RegExpMatchArray>;
  stop(): Promise<void>;
}

export interface Crash {
  name: string;
  /** Such as "exited with code 1" or "was ended by SIGKILL". */
  how: string;
  lastLines: string[];
}

const KEPT_LINES = 20;
const PATIENCE_MS = 8000;
const LAST_LINES_MS = 300;

/** Starts programs, keeps their last lines, tells of a crash, and ends them all in reverse order. */
export class Processes {
  readonly children: Child[] = [];
  #log: (name: string, line: string) => void;
  #onCrash: (crash: Crash) => void;
  #onChange: () => void;

  constructor(options: {
    log: (name: string, line: string) => void;
    onCrash: (crash: Crash) => void;
    onChange?: () => void;
  }) {
    this.#log = options.log;
    this.#onCrash = options.onCrash;
    this.#onChange = options.onChange ?? (() => {});
  }

  /** Starts one program. Throws when the file cannot be executed. */
  async launch(options: Launch): Promise<Child> {
    const { name, command, args, stopSignal = 'SIGTERM', ...rest } = options;
    // Its own process group: Ctrl-C in the terminal reaches only us, and we stop things in order.
    const spawned = spawn(command, args, {
      ...(rest satisfies SpawnOptions),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    await started(spawned);

    const lines: string[] = [];
    const watchers = new Set<(line: string) => void>();
    const read = (stream: Readable) =>
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        this.#log(name, line);
        for (const watch of watchers) watch(line);
      });
    read(spawned.stdout!);
    read(spawned.stderr!);

    let stopping = false;
    const ended = new Promise<string>((resolve) =>
      spawned.once('exit', (code, signal) => {
        const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
        // 'close' brings the last lines, but a grandchild that keeps the pipe open would delay it.
        spawned.once('close', () => resolve(how));
        setTimeout(() => resolve(how), LAST_LINES_MS).unref();
      }),
    );
    void ended.then((how) => {
      this.children.splice(this.children.indexOf(child), 1);
      this.#onChange();
      if (!stopping) this.#onCrash({ name, how, lastLines: lines });
    });

    const child: Child = {
      name,
      pid: spawned.pid!,
      waitFor: (pattern) =>
        new Promise((resolve, reject) => {
          const watch = (line: string) => {
            const match = line.match(pattern);
            if (!match) return;
            watchers.delete(watch);
            resolve(match);
          };
          lines.forEach(watch);
          watchers.add(watch);
          void ended.then((how) => reject(new Error(`${name} ${how} before it was ready`)));
        }),
      stop: async () => {
        if (stopping) return void (await ended);
        stopping = true;
        spawned.kill(stopSignal);
        const force = setTimeout(() => signalGroup(spawned.pid!, 'SIGKILL'), PATIENCE_MS);
        await ended;
        clearTimeout(force);
        signalGroup(spawned.pid!, 'SIGKILL');
      },
    };
    this.children.push(child);
    this.#onChange();
    return child;
  }

  /** Ends every program, the last started first. */
  async stopAll(): Promise<void> {
    for (const child of [...this.children].reverse()) await child.stop();
  }
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone, which is what was wanted.
  }
}
