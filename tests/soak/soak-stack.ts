import { join } from 'node:path';
import postgres from 'postgres';
import { startApi } from '../../local/api.ts';
import { hostedDenoExecutable } from '../../local/binaries.ts';
import { bootstrap, setFunctionPasswords } from '../../local/bootstrap.ts';
import { makeEphemeralFolder, sweepEphemeralFolders } from '../../local/ephemeral-folder.ts';
import { startFunction } from '../../local/functions.ts';
import { startGateway } from '../../local/gateway.ts';
import { startIsolates, type Isolates } from '../../local/isolates.ts';
import { generateKeys } from '../../local/keys.ts';
import { migrate } from '../../local/migrate.ts';
import { placePostgres } from '../../local/places.ts';
import { startPooler, throughPooler, type Pooler } from '../../local/pooler.ts';
import { initialisePostgres, SUPERUSER } from '../../local/postgres.ts';
import { Processes } from '../../local/processes.ts';
import { writeRunRecord } from '../../local/stale.ts';
import type { Stack } from '../stack.ts';
import type { Mutant } from './check.ts';
import { startGuard } from './guard.ts';
import { applySqlMutant, edgeFunctionOf } from './mutant.ts';
import { startNetwork, type Network } from './network.ts';
import { SoakEdge } from './soak-edge.ts';
import { SoakPostgres } from './soak-postgres.ts';
import { stablePort } from './stable-port.ts';

export interface SoakStackOptions {
  /** fsync and synchronous_commit on, as in production. Off unless asked for: faster. */
  durable?: boolean;
  /** INGEST_* of the Edge Functions. Rate limits are off unless they are set here. */
  settings?: Record<string, string>;
  mutant?: Mutant;
  /** How many Edge Functions stand on the one database. Default 1. */
  edges?: number;
  /** Isolates instead, which come and go as on hosted Supabase. */
  isolates?: boolean;
  /** Whether the Edge Functions reach Postgres through a pooler, with TLS. */
  pooler?: boolean;
  /** Whether there are Auth and REST. Default on. They do not outlive their Postgres. */
  api?: boolean;
  /** Whether the function that takes deliveries of other services runs too. */
  receives?: boolean;
}

export interface SoakStack extends Omit<Stack, 'studioUrl' | 'mailboxUrl' | 'smtpUrl'> {
  /** The first Edge Function, without the gateway before it. */
  edgeUrl: string;
  /** All of them. The gateway knows the first. */
  edgeUrls: string[];
  postgres: SoakPostgres;
  edge: SoakEdge;
  edges: SoakEdge[];
  /** What stands in the place of Edge Functions where it was asked for; `edgeUrl` leads to it. */
  isolates?: Isolates & { lines: string[] };
  pooler?: Pooler;
  /** Where deliveries go, where it was asked for. */
  receiveUrl?: string;
  /** What lies between the Edge Functions and Postgres, or its pooler. */
  network: Network;
  /** Programs that ended although nobody here killed them. */
  crashes: string[];
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

const SETTINGS = { INGEST_CALLS_PER_SECOND: '0', INGEST_INVALID_KEYS_PER_MINUTE: '0' };

/** Runs `use` on a stack that ends with it. Rejects also when a program of the stack crashed. */
export async function withSoakStack<T>(
  options: SoakStackOptions,
  use: (stack: SoakStack) => Promise<T>,
): Promise<T> {
  const stack = await startSoakStack(options);
  try {
    const result = await use(stack);
    if (stack.crashes.length > 0) throw new Error(stack.crashes.join('\n'));
    return result;
  } finally {
    await stack.stop();
  }
}

/** Starts a throw-away backend whose parts can be killed, frozen and started again. */
export async function startSoakStack(options: SoakStackOptions = {}): Promise<SoakStack> {
  const closers: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { ...(await start(options, closers)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: SoakStackOptions,
  closers: (() => Promise<unknown>)[],
): Promise<Omit<SoakStack, 'stop'>> {
  const { durable = false, settings, mutant, api: hasApi = true } = options;
  const { edges: count = options.isolates ? 0 : 1 } = options;
  await sweepEphemeralFolders();
  const { path: folder, runFile } = makeEphemeralFolder();
  const guard = startGuard(folder);
  closers.push(guard.close);

  const crashes: string[] = [];
  const everyProcess: Processes[] = [];
  const programs = (lines: string[]) => {
    const processes = new Processes({
      log: (_, line) => lines.push(line),
      onCrash: (crash) => crashes.push(crash.message),
      onChange() {
        const children = everyProcess.flatMap((one) => one.children);
        guard.watch(children);
        writeRunRecord(runFile, children);
      },
    });
    everyProcess.push(processes);
    return processes;
  };

  const keys = generateKeys();
  const port = await stablePort();
  const urlOf = (role: string, password: string, at = port) =>
    `postgres://${role}:${password}@127.0.0.1:${at}/postgres`;
  const adminUrl = urlOf(SUPERUSER, keys.adminPassword);
  const dbUrl = urlOf('postgres', keys.ownerPassword);

  const database = new SoakPostgres(programs, placePostgres(folder), { port, durable });
  closers.push(() => database.stop());
  await initialisePostgres(database.processes, database.place, keys.adminPassword);
  await database.start();
  await bootstrap(adminUrl, keys, 'closed');

  const gateway = await startGateway(0);
  closers.push(gateway.close);
  // It makes what the migrations refer to, so it starts even when nobody needs it.
  const api = await startApi({
    databaseUrl: urlOf('supabase_auth_admin', keys.apiPassword),
    adminUrl,
    apiUrl: gateway.url,
    siteUrl: 'http://127.0.0.1',
    keys,
  });
  closers.push(api.close);
  if (hasApi) gateway.serveApiFrom(api);
  else await closers.pop()!();
  await migrate(database.processes, dbUrl);
  await setFunctionPasswords(adminUrl, keys);
  if (mutant) {
    const admin = postgres(adminUrl, { max: 1, onnotice() {} });
    await applySqlMutant(admin, mutant).finally(() => admin.end());
  }

  let pooler: Pooler | undefined;
  if (options.pooler) {
    const processes = programs([]);
    closers.push(() => processes.stopAll());
    pooler = await startPooler(processes, database.place, { databasePort: port, adminUrl });
  }
  const network = await startNetwork(pooler?.port ?? port);
  closers.push(network.close);
  const roleUrl = urlOf('ingest', keys.ingestPassword, network.port);
  const served = {
    apiUrl: gateway.url,
    databaseUrl: dbUrl,
    roleUrl: pooler ? throughPooler(roleUrl, network.port) : roleUrl,
    keys,
    cacheFolder: join(folder, 'deno'),
    watch: false,
    folder: edgeFunctionOf(mutant, folder),
    settings: {
      ...SETTINGS,
      ...(pooler && { DB_CA: pooler.ca }),
      ...settings,
      ...mutant?.settings,
    },
  };
  const edges: SoakEdge[] = [];
  for (let i = 0; i < count; i++) {
    const edge = new SoakEdge(programs, { ...served, port: await stablePort() });
    closers.push(() => edge.stop());
    await edge.start();
    edges.push(edge);
  }
  let isolates: SoakStack['isolates'];
  if (options.isolates) {
    const lines: string[] = [];
    const processes = programs(lines);
    closers.push(() => processes.stopAll());
    // Hosted functions run on it, where npm brings it.
    const deno = hostedDenoExecutable();
    isolates = { ...(await startIsolates(processes, 'ingest', { ...served, deno })), lines };
    closers.push(isolates.close);
  }
  let receiveUrl: string | undefined;
  if (options.receives) {
    const processes = programs([]);
    closers.push(() => processes.stopAll());
    const { url } = await startFunction(processes, 'receive', { ...served, folder: undefined });
    receiveUrl = url;
  }
  const edgeUrl = isolates?.url ?? edges[0]!.url;
  if (edges[0]) gateway.serveFunctionFrom('ingest', new URL(edgeUrl).origin);

  return {
    apiUrl: gateway.url,
    ingestUrl: `${gateway.url}/functions/v1/ingest`,
    dbUrl,
    adminUrl,
    publishableKey: keys.publishableKey,
    secretKey: keys.secretKey,
    edgeUrl,
    edgeUrls: edges.map(({ url }) => url),
    postgres: database,
    edge: edges[0]!,
    edges,
    isolates,
    pooler,
    receiveUrl,
    network,
    crashes,
  };
}
