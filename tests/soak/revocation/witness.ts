import type postgres from 'postgres';

/**
 * Makes the database write down when the transaction of every write to a customer_project began, and whose
 * it was: the param `key` of that row. Its person must be nobody else's.
 */
export async function installWitness(admin: postgres.Sql): Promise<void> {
  await admin`create schema witness`;
  await admin`create unlogged table witness.writes (key integer not null, began_at timestamptz not null)`;
  await admin.unsafe(`
    create function witness.write_down() returns trigger
    language plpgsql security definer set search_path = '' as $$
    begin
      if new.params ? 'key' then
        insert into witness.writes values ((new.params ->> 'key')::integer, now());
      end if;
      return null;
    end
    $$`);
  await admin`
    create trigger write_down after insert or update on public.customer_projects
    for each row execute function witness.write_down()`;
}

/** The database's clock as text, with all its digits. */
export async function databaseTime(sql: postgres.Sql): Promise<string> {
  const [row] = await sql`select clock_timestamp()::text as now`;
  return row!.now as string;
}

/** The end of a key: its revoke was committed before this, by the database's clock. */
export interface Ended {
  key: number;
  endedBy: string;
}

/** What was written with the keys, and what of it in transactions that began after their end. */
export async function readWitness(admin: postgres.Sql, ended: readonly Ended[]) {
  const [row] = await admin`
    select
      count(*)::int as writes,
      count(*) filter (where w.began_at > e."endedBy")::int as late,
      count(distinct w.key)::int as keys,
      extract(epoch from max(w.began_at - e."endedBy"))::float8 * 1000 as latest_ms
    from witness.writes w
    join jsonb_to_recordset(${admin.json(ended as never)}) as e (key integer, "endedBy" timestamptz) using (key)`;
  return row as unknown as { writes: number; late: number; keys: number; latest_ms: number };
}
