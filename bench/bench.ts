import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { Processes } from '../local/processes.ts';
import { createTenants } from '../tests/soak/tenants.ts';
import { startStack, type Stack } from '../tests/stack.ts';
import { loadCustomers, type Tenant } from './load.ts';
import { PROJECTS } from './people.ts';

/** A durable stack with one account, its projects and its customers. */
export interface Bench {
  stack: Stack & { edgeUrl: string; ingestDbUrl: string };
  admin: postgres.Sql;
  tenant: Tenant;
  customers: number;
  /** Programs of the bench's own; they end with it. */
  processes: Processes;
  /** Those that ended before. */
  crashes: string[];
  /** For files; deleted at the end. */
  folder: string;
  /** Loads more people, up to so many. */
  growTo(customers: number): Promise<void>;
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

const benches = new Set<() => Promise<void>>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, async () => {
    await Promise.all([...benches].map((stop) => stop()));
    process.exit(1);
  });
}

/** Starts it with `customers` people in it. */
export async function startBench(customers: number): Promise<Bench> {
  const { stop: stopStack, ...running } = await startStack('--durable');
  const stack = running as Bench['stack'];
  const admin = postgres(stack.adminUrl, { max: 2, onnotice() {} });
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-bench-'));
  const crashes: string[] = [];
  const processes = new Processes({
    log: () => {},
    onCrash: ({ message }) => crashes.push(message),
  });
  let stopped: Promise<void> | undefined;
  const stopAll = async () => {
    await processes.stopAll();
    await admin.end();
    await stopStack();
    await rm(folder, { recursive: true });
  };
  const stop = () => (stopped ??= stopAll());
  benches.add(stop);
  try {
    await admin`create schema bench`;
    await admin`
      create table bench.bare (id integer primary key, value integer not null) with (fillfactor = 80)`;
    await admin`insert into bench.bare select id, 0 from generate_series(0, ${customers - 1}) id`;
    const [tenant] = await createTenants(admin, 1, PROJECTS);
    const bench: Bench = {
      ...{ stack, admin, tenant: tenant!, customers: 0, processes, crashes, folder, stop },
      async growTo(count) {
        await loadCustomers(admin, tenant!, bench.customers, count);
        bench.customers = count;
      },
    };
    await bench.growTo(customers);
    return bench;
  } catch (error) {
    await stop();
    throw error;
  }
}
