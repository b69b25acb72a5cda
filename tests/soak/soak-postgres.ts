import type { Child } from '../../local/child.ts';
import type { PostgresPlace } from '../../local/places.ts';
import { startPostgres } from '../../local/postgres.ts';
import type { Processes } from '../../local/processes.ts';
import { clearPostmasterLock } from '../../local/stale.ts';
import { freezeTree, killTree, resumeTree } from './process-tree.ts';

/** The Postgres of a soak stack, as something that can be maltreated. */
export class SoakPostgres {
  readonly place: PostgresPlace;
  readonly processes: Processes;
  /** All it has logged. */
  readonly lines: string[] = [];
  readonly #options: { port: number; durable: boolean };

  constructor(
    programs: (lines: string[]) => Processes,
    place: PostgresPlace,
    options: { port: number; durable: boolean },
  ) {
    this.place = place;
    this.#options = options;
    this.processes = programs(this.lines);
  }

  /** The postmaster's. */
  get pid(): number {
    return this.#running().pid;
  }

  /** Resolves when it takes connections, after the recovery that a kill makes necessary. */
  async start(): Promise<void> {
    await clearPostmasterLock(this.place.data);
    await startPostgres(this.processes, this.place, this.#options);
  }

  /** SIGKILL to each of its processes at any moment, also while it starts. Resolves when none is left. */
  async kill(): Promise<void> {
    const child = this.#running();
    child.stopping = true;
    await killTree(child.pid);
    await child.ended;
  }

  /** SIGSTOP to each of its processes: connections stay, and nobody answers. */
  freeze(): void {
    freezeTree(this.pid);
  }

  resume(): void {
    resumeTree(this.pid);
  }

  async stop(): Promise<void> {
    for (const { pid } of this.processes.children) resumeTree(pid);
    await this.processes.stopAll();
  }

  #running(): Child {
    const child = this.processes.children.find(({ name }) => name === 'Postgres');
    if (!child) throw new Error('Postgres does not run.');
    return child;
  }
}
