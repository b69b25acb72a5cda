import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { deliverDue, type Outbox } from '../../../web/lib/server/webhooks/deliver.ts';

// A process of its own, so that it can be killed: what the dashboard runs, called again and again as a
// scheduler does, with SQL in the place of the REST layer.
const [url, secret] = process.argv.slice(2) as [string, string];
const sql = postgres(url, { max: 4, fetch_types: false, idle_timeout: 1, onnotice() {} });

const outbox: Outbox = {
  claim: async (max) => sql`
    select account_id, endpoint_id, id, event_id, attempt, kind, url, hide_emails, to_json(secrets) as secrets, body
    from public.claim_webhooks(${secret}, ${max})`,
  async settle({ account_id, endpoint_id, id, attempt }, { status, answer, tookMs }) {
    await sql`
      select public.settle_webhook(
        ${secret}, ${account_id}, ${endpoint_id}, ${id}, ${attempt}, ${status}, ${answer}, ${tookMs}
      )`;
  },
};

const sender = { rules: { allowLoopback: true, ownHosts: [] }, origin: 'http://127.0.0.1' };
// Whoever started it may be killed as well.
const parent = process.ppid;
while (process.ppid === parent) {
  // While Postgres is down each run fails, and the next one comes all the same.
  await deliverDue(outbox, sender, Date.now() + 1_000).catch(() => undefined);
  await sleep(20);
}
process.exit();
