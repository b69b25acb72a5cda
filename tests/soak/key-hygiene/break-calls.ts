import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { HttpClient, Reply } from '../http-client.ts';
import type { Network } from '../network.ts';

/** Makes calls fail in the server: in a statement, by ended sessions, by cut connections. */
export async function breakCalls(
  admin: postgres.Sql,
  client: HttpClient,
  network: Network,
  apiKey: string,
): Promise<Reply[]> {
  await admin.unsafe(`
    create function public.fail_for_the_check() returns trigger language plpgsql as $$
    begin
      raise exception 'This person is not to be written.';
    end
    $$;
    create trigger fail_for_the_check before insert on public.customers
    for each row when (new.email like 'fail-%') execute function public.fail_for_the_check()`);
  const replies: Reply[] = [];
  const failing = Array.from({ length: 20 }, (_, i) =>
    client.post('/identify', apiKey, { email: `fail-${i}@example.com` }),
  );
  replies.push(...(await Promise.all(failing)));

  for (const interrupt of [endSessions, network.cut]) {
    let stopped = false;
    const callers = Array.from({ length: 16 }, async (_, i) => {
      while (!stopped) {
        replies.push(await client.post('/identify', apiKey, { email: `busy-${i}@example.com` }));
      }
    });
    for (let i = 0; i < 5; i++) {
      await sleep(50);
      await interrupt();
    }
    stopped = true;
    await Promise.all(callers);
  }
  return replies;

  async function endSessions(): Promise<void> {
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'ingest'`;
  }
}
