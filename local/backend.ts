import { join } from 'node:path';
import { startApi } from './api.ts';
import {
  bootstrap,
  isBootstrapped,
  setCronSecret,
  setFunctionPasswords,
  type DefaultPrivileges,
} from './bootstrap.ts';
import { hasBilling, startFunction, type FunctionName } from './functions.ts';
import { startGateway } from './gateway.ts';
import type { Keys } from './keys.ts';
import { startMailbox } from './mailbox.ts';
import { migrate } from './migrate.ts';
import { placePostgres } from './places.ts';
import { startPooler, throughPooler, type Pooler } from './pooler.ts';
import { initialisePostgres, startPostgres, SUPERUSER, type Collation } from './postgres.ts';
import type { Processes } from './processes.ts';
import { startStudio } from './studio.ts';

export interface BackendOptions {
  /** Holds the database and the caches. */
  folder: string;
  keys: Keys;
  /** 0 takes any free port, except for Postgres, which needs a number. */
  ports: { api: number; database: number; studio: number; mailbox: number };
  /** The address of the dashboard, for links in mails. */
  siteUrl: string;
  /** Off: a power cut may lose everything, and tests run faster. */
  durable: boolean;
  defaultPrivileges: DefaultPrivileges;
  /** 'builtin' unless it is given. */
  collation?: Collation;
  /** True if Auth limits how often an address may ask, as hosted. */
  authLimits: boolean;
  /** True if the Edge Functions reach the database by way of a pooler. */
  pooler?: boolean;
  /** True if the Edge Functions follow changes of their sources. */
  watch: boolean;
  /** Runs one step of the start; it may print the name, the note the step returns, and the time. */
  step: <T>(name: string, run: () => Promise<T>, note?: (result: T) => string) => Promise<T>;
}

export interface Backend {
  apiUrl: string;
  ingestUrl: string;
  /** The ingest function without the gateway before it, for measurements. */
  edgeUrl: string;
  studioUrl: string;
  /** The page with every mail that Auth sent. */
  mailboxUrl: string;
  /** The server that takes mails to that mailbox. */
  smtpUrl: string;
  /** As the role `postgres`, which runs the migrations. */
  dbUrl: string;
  /** As the superuser. */
  adminUrl: string;
  /** As the role of the Edge Function. */
  ingestDbUrl: string;
  readDbUrl: string;
  /** What the Edge Functions reach the database through, if that was asked for. */
  pooler?: Pooler;
}

/** Starts the whole backend: Postgres, migrations, Auth and REST, Studio, and the Edge Functions. */
export async function startBackend(
  processes: Processes,
  options: BackendOptions,
): Promise<Backend> {
  const { folder, keys, ports, step } = options;
  const databaseUrl = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${ports.database}/postgres`;
  const adminUrl = databaseUrl(SUPERUSER, keys.adminPassword);
  const dbUrl = databaseUrl('postgres', keys.ownerPassword);
  const ingestDbUrl = databaseUrl('ingest', keys.ingestPassword);
  const readDbUrl = databaseUrl('reader', keys.readerPassword);

  const place = await step(
    'Postgres',
    async () => {
      const place = placePostgres(folder);
      await initialisePostgres(processes, place, keys.adminPassword, options.collation);
      await startPostgres(processes, place, { port: ports.database, durable: options.durable });
      if (!(await isBootstrapped(adminUrl))) {
        await bootstrap(adminUrl, keys, options.defaultPrivileges);
      }
      return place;
    },
    ({ data }) => (data.startsWith(folder) ? '' : `data in ${data}`),
  );

  const gateway = await startGateway(ports.api, {
    authLimits: options.authLimits,
    secretKey: keys.secretKey,
  });
  const apiUrl = gateway.url;
  const mailbox = await step('Mailbox', () => startMailbox(join(folder, 'mail'), ports.mailbox));
  const studioUrl = await step('Auth, REST and Studio', async () => {
    const api = await startApi({
      databaseUrl: databaseUrl('supabase_auth_admin', keys.apiPassword),
      adminUrl,
      apiUrl,
      siteUrl: options.siteUrl,
      smtpPort: mailbox.smtpPort,
      keys,
    });
    gateway.serveApiFrom(api);
    return startStudio(api, ports.studio);
  });

  await step(
    'Migrations',
    async () => {
      const applied = await migrate(processes, dbUrl);
      await setFunctionPasswords(adminUrl, keys);
      if (process.env.CRON_SECRET) await setCronSecret(adminUrl, process.env.CRON_SECRET);
      return applied;
    },
    (applied) => (applied === 0 ? 'up to date' : `${applied} applied`),
  );

  const pooler = options.pooler
    ? await step('Pooler', () =>
        startPooler(processes, place, { databasePort: ports.database, adminUrl }),
      )
    : undefined;
  const serve = (name: FunctionName, title: string, roleUrl: string) =>
    step(title, async () => {
      const { url } = await startFunction(processes, name, {
        apiUrl,
        databaseUrl: dbUrl,
        roleUrl: pooler ? throughPooler(roleUrl, pooler.port) : roleUrl,
        settings: {
          ...(pooler && { DB_CA: pooler.ca }),
          ...(['billing', 'read', 'mcp'].includes(name) && {
            DASHBOARD_URL: process.env.DASHBOARD_URL || options.siteUrl,
          }),
        },
        keys,
        cacheFolder: join(folder, 'deno'),
        watch: options.watch,
      });
      gateway.serveFunctionFrom(name, url);
      return url;
    });
  const edgeUrl = await serve('ingest', 'Edge Function', ingestDbUrl);
  await serve('receive', 'Receivers', ingestDbUrl);
  await serve('read', 'Read API', readDbUrl);
  await serve('mcp', 'MCP server', readDbUrl);
  if (hasBilling()) await serve('billing', 'Billing', databaseUrl('billing', keys.billingPassword));

  return {
    apiUrl,
    ingestUrl: `${apiUrl}/functions/v1/ingest`,
    edgeUrl: `${edgeUrl}/ingest`,
    studioUrl,
    mailboxUrl: mailbox.url,
    smtpUrl: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    dbUrl,
    adminUrl,
    ingestDbUrl,
    readDbUrl,
    pooler,
  };
}
