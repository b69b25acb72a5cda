import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { makeEphemeralFolder, removeEphemeralFolder } from '../../local/ephemeral-folder.ts';
import { placePostgres, type PostgresPlace } from '../../local/places.ts';
import { freePort } from '../../local/ports.ts';
import { startPostgres } from '../../local/postgres.ts';
import { Processes } from '../../local/processes.ts';
import { writeRunRecord } from '../../local/stale.ts';
import { stack, type Stack } from '../stack.ts';

export interface Clone {
  dbUrl: string;
  adminUrl: string;
  stop(): Promise<void>;
}

type Source = Pick<Stack, 'adminUrl' | 'dbUrl'>;

/**
 * A second Postgres, with what that of the tests, or another, has now: one that goes its own way, or a
 * streaming replica that follows.
 */
export async function clonePostgres(
  kind: 'independent' | 'replica',
  source: Source = stack(),
): Promise<Clone> {
  const { path, runFile } = makeEphemeralFolder();
  const processes: Processes = new Processes({
    log() {},
    onCrash() {},
    onChange: () => writeRunRecord(runFile, processes.children),
  });
  const place = placePostgres(path);
  await copyData(source, place);
  if (kind === 'replica') follow(source, place);
  const port = await freePort();
  await startPostgres(processes, place, { port, durable: false });
  const urlOf = (url: string) => Object.assign(new URL(url), { port: String(port) }).href;
  return {
    dbUrl: urlOf(source.dbUrl),
    adminUrl: urlOf(source.adminUrl),
    async stop() {
      await processes.stopAll();
      removeEphemeralFolder(path);
    },
  };
}

/** Copies the files of the running Postgres, as a base backup does. */
async function copyData({ adminUrl }: Source, place: PostgresPlace): Promise<void> {
  const to = place.data;
  const sql = postgres(adminUrl, { max: 1, onnotice() {} });
  try {
    const [folder] = await sql`select current_setting('data_directory') as path`;
    const from = folder!.path as string;
    await sql`select pg_backup_start('clone', fast => true)`;
    // Unlike fs.cp it leaves the owner, who may not be us. Files that go meanwhile are none to miss.
    spawnSync('cp', ['-pR', from, to]);
    const [backup] =
      await sql`select labelfile as label from pg_backup_stop(wait_for_archive => false)`;
    for (const file of ['postmaster.pid', 'postmaster.opts', 'pg_wal']) {
      rmSync(join(to, file), { recursive: true, force: true });
    }
    // Again, now that it has all that was written meanwhile.
    spawnSync('cp', ['-pR', join(from, 'pg_wal'), to]);
    write(place, 'backup_label', backup!.label as string);
  } finally {
    await sql.end();
  }
}

function follow({ dbUrl }: Source, place: PostgresPlace): void {
  const { hostname, port, username, password } = new URL(dbUrl);
  const settings = `primary_conninfo = 'host=${hostname} port=${port} user=${username} password=${password}'\n`;
  write(place, 'standby.signal', '');
  appendFileSync(join(place.data, 'postgresql.auto.conf'), settings);
}

/** As whoever runs Postgres. */
function write({ data, runAs }: PostgresPlace, file: string, text: string): void {
  writeFileSync(join(data, file), text, { mode: 0o600 });
  if (runAs) chownSync(join(data, file), runAs.uid, runAs.gid);
}
