import type postgres from 'postgres';
import { listMigrations } from '../backup/catalog.ts';
import { Failure } from '../local/failure.ts';
import { listAccountTables, type AccountTable } from './account-tables.ts';
import { readPhase, type Databases, type Phase } from './moves.ts';
import { refuseOtherUsers } from './users.ts';

/** Checks that two databases fit. Resolves with the tables that hold an account's rows. */
export async function checkDatabases({ from, to }: Databases): Promise<AccountTable[]> {
  await refuseSame(from, to);
  await refuseOtherMigrations(from, to);
  await checkRights(from, '--from');
  await checkRights(to, '--to');
  const tables = await listAccountTables(from);
  if (JSON.stringify(tables) !== JSON.stringify(await listAccountTables(to))) {
    throw new Failure(
      'The databases have different tables although their migrations have the same names. Deploy the same version to both.',
    );
  }
  return tables;
}

/** Throws unless an account may begin to move. */
export async function checkAccount(databases: Databases, phase: Phase): Promise<void> {
  const { from, to, account } = databases;
  const [here] = await from<{ deletion_at: Date | null }[]>`
    select deletion_at from public.accounts where id = ${account}`;
  if (!here) {
    throw new Failure(
      `--from has no account ${account}. Its id is in support.accounts, or in public.accounts.`,
    );
  }
  if (here.deletion_at) {
    throw new Failure(
      `The account will be deleted on ${here.deletion_at.toISOString().slice(0, 10)}. Ask its owner to cancel that in Settings first.`,
    );
  }
  const [there] = await to`select from public.accounts where id = ${account}`;
  if (there && phase === 'none') {
    throw new Failure(
      '--to has this account already, and no move brought it there. Restored from a backup? Then delete it there first.',
    );
  }
  await refuseOtherUsers(from, to, account);
}

/** Runs `act` while no other run may move the same account. */
export async function alone<T>(
  databases: Databases,
  act: (phase: Phase) => Promise<T>,
): Promise<T> {
  const { from, to, account } = databases;
  for (const sql of [from, to]) {
    const [row] = await sql`
      select pg_try_advisory_lock(hashtextextended(${`move account ${account}`}, 0)) as is_mine`;
    if (!row!.is_mine) {
      throw new Failure('Another run of this command is moving this account right now.');
    }
  }
  return act(await readPhase(databases));
}

async function refuseSame(from: postgres.Sql, to: postgres.Sql): Promise<void> {
  const [here, there] = await Promise.all(
    [from, to].map(async (sql) => {
      const [row] = await sql`
        select concat_ws(' ', pg_postmaster_start_time(), current_database()) as name`;
      return row!.name as string;
    }),
  );
  if (here === there) throw new Failure('--from and --to are the same database.');
}

async function refuseOtherMigrations(from: postgres.Sql, to: postgres.Sql): Promise<void> {
  const [here, there] = await Promise.all([listMigrations(from), listMigrations(to)]);
  const missing = here.find((version) => !there.includes(version));
  const newer = there.find((version) => !here.includes(version));
  if (missing === undefined && newer === undefined) return;
  const which = missing === undefined ? '--from' : '--to';
  throw new Failure(
    `${which} lacks migration ${missing ?? newer}, which the other database has. Bring both to the same version with npx supabase db push --remote.`,
  );
}

async function checkRights(sql: postgres.Sql, which: string): Promise<void> {
  const [role] = await sql`
    select current_user::text as name, rolsuper or rolbypassrls as sees_all,
      has_parameter_privilege('session_replication_role', 'set') as may_skip_triggers
    from pg_roles where rolname = current_user`;
  if (role!.sees_all && role!.may_skip_triggers) return;
  throw new Failure(
    `${role!.name}, the user of ${which}, may not ${role!.sees_all ? 'set session_replication_role' : 'see every row'}. Use postgres, through port 5432.`,
  );
}
