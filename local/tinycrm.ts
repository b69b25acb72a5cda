import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { startBackend } from './backend.ts';
import { buildDashboard, hasDashboard, startDashboard } from './dashboard.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { runDeliverer } from './deliverer.ts';
import { runDemo, loadDemo } from './demo.ts';
import { explain } from './failure.ts';
import { readFlags, type Ports } from './flags.ts';
import { Lifetime } from './lifetime.ts';
import { assertPortFree, freePort } from './ports.ts';
import { Progress } from './progress.ts';
import { projectRoot } from './project.ts';
import { buildSdk } from './sdk.ts';
import { removeRunRecord, writeRunRecord } from './stale.ts';

const STUDIO = 2;
const MAILBOX = 3;

const say = (text: string) => void process.stdout.write(text + '\n');

/**
 * Runs all of TinyCRM on this machine until Ctrl-C: the backend, the dashboard, and on the first
 * start a demo founder with two products. `dashboard`: served from a production build, or watched.
 */
export async function runTinyCRM(dashboard: 'built' | 'watched'): Promise<void> {
  let folder: DataFolder | undefined;
  let log: (name: string, line: string) => void = () => {};
  const life = new Lifetime({
    log: (name, line) => log(name, line),
    say: (text) => say(`\n${text}\n`),
    onChange: () => folder && writeRunRecord(folder.runFile, life.processes.children),
  });
  try {
    const flags = readFlags();
    folder = await openDataFolder(join(projectRoot, '.local'), flags.fresh);
    const { runFile, logFile } = folder;
    writeRunRecord(runFile, []);
    life.atEnd(() => removeRunRecord(runFile));
    log = openLog(logFile);

    await assertPortFree(flags.ports.dashboard, '--port');
    await assertPortFree(flags.ports.api, '--api-port');
    await assertPortFree(flags.ports.database, '--db-port');

    // The database learns it, and the dashboard has it from here.
    process.env.CRON_SECRET ||= folder.keys.cronSecret;
    await start(life, folder, dashboard, flags.ports, (line) => log('Webhooks', line));
  } catch (error) {
    await life.end(1, error);
  }
}

async function start(
  { processes }: Lifetime,
  folder: DataFolder,
  how: 'built' | 'watched',
  ports: Ports,
  log: (line: string) => void,
): Promise<void> {
  const { keys } = folder;
  const progress = new Progress(say);
  say('\nTinyCRM\n');

  // The dashboard has the SDK inside: local/sdk-tarball.ts.
  const builds = progress
    .step('SDK', () => buildSdk(processes), builtOrNot)
    .then(() =>
      how === 'built' && hasDashboard()
        ? progress.step(
            'Dashboard build',
            () => buildDashboard(processes, announceBuild),
            builtOrNot,
          )
        : undefined,
    );
  // Awaited below; a failure before that is told there.
  builds.catch(() => {});

  const backend = await startBackend(processes, {
    folder: folder.path,
    keys,
    ports: {
      ...ports,
      studio: await portBeside(ports, STUDIO),
      mailbox: await portBeside(ports, MAILBOX),
    },
    siteUrl: `http://127.0.0.1:${ports.dashboard}`,
    durable: true,
    defaultPrivileges: 'closed',
    authLimits: true,
    watch: how === 'watched',
    step: progress.step,
  });
  await builds;
  const dashboardUrl = hasDashboard()
    ? await progress.step('Dashboard', () =>
        startDashboard(processes, how, ports.dashboard, backend, keys),
      )
    : undefined;
  if (dashboardUrl) void runDeliverer(dashboardUrl, process.env.CRON_SECRET!, log);

  const demo = loadDemo(folder.demoFile);
  if (!demo.hasRunExample) {
    const table = await progress.step('Demo with two products', () =>
      runDemo(demo, folder.demoFile, processes, backend, keys.publishableKey),
    );
    say(`\n${indent(table)}`);
  }

  say(`
  Ready in ${progress.total()}. Ctrl-C stops everything.

  Dashboard   ${dashboardUrl ? `${dashboardUrl}/customers` : 'not in this clone'}
  Sign in     ${demo.email}   ${demo.password}
  API         ${backend.apiUrl}
  Ingest      ${backend.ingestUrl}
  Studio      ${backend.studioUrl}
  Mailbox     ${backend.mailboxUrl}
${Object.entries(demo.apiKeys)
  .map(([project, key]) => `  ${project}   ${key}`)
  .join('\n')}

  The log is ${folder.logFile}.
`);
}

function openLog(file: string): (name: string, line: string) => void {
  const stream = createWriteStream(file, { mode: 0o600 });
  const log = (name: string, line: string) =>
    void stream.write(`${new Date().toISOString()} ${name}: ${line}\n`);
  // @supabase/lite reports every SQL error there, with a stack.
  console.error = (...parts: unknown[]) => log('API', parts.map(explain).join(' '));
  // maildev tells where it listens.
  console.info = (...parts: unknown[]) => log('mailbox', parts.map(explain).join(' '));
  return log;
}

/** So far above the API's port, as with the Supabase CLI, or any free one when that is taken. */
async function portBeside({ dashboard, api, database }: Ports, distance: number): Promise<number> {
  const preferred = api + distance;
  if (preferred === dashboard || preferred === database || preferred > 65535) return freePort();
  return assertPortFree(preferred, '').then(
    () => preferred,
    () => freePort(),
  );
}

function announceBuild(): void {
  say('  The dashboard is being built: up to a minute, and again only when it changes.\n');
}

function builtOrNot(built: boolean): string {
  return built ? 'built' : 'up to date';
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
