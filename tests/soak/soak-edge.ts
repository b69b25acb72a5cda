import type { Child } from '../../local/child.ts';
import { startFunction, type FunctionOptions } from '../../local/functions.ts';
import type { Processes } from '../../local/processes.ts';
import { killTree } from './process-tree.ts';

type Options = FunctionOptions & { port: number };

/** One Edge Function of a soak stack. It keeps its port when it is started again. */
export class SoakEdge {
  /** The ingest function, without the gateway before it. */
  readonly url: string;
  /** All it has logged. */
  readonly lines: string[] = [];
  readonly #processes: Processes;
  readonly #options: Options;

  constructor(programs: (lines: string[]) => Processes, options: Options) {
    this.#processes = programs(this.lines);
    this.#options = options;
    this.url = `http://127.0.0.1:${options.port}/ingest`;
  }

  get pid(): number {
    return this.#running().pid;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    await startFunction(this.#processes, 'ingest', this.#options);
  }

  /** SIGKILL at any moment. Resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.#running();
    child.stopping = true;
    await killTree(child.pid);
    await child.ended;
  }

  async stop(): Promise<void> {
    await this.#processes.stopAll();
  }

  #running(): Child {
    const [child] = this.#processes.children;
    if (!child) throw new Error('The Edge Function does not run.');
    return child;
  }
}
