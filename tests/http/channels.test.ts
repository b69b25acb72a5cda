import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect, createProject, signUp } from '../founder.ts';
import { CRON_SECRET, stack } from '../stack.ts';
import { ask } from './dashboard.ts';

const sql = connect(stack().dbUrl);
const servers: Server[] = [];
beforeAll(() => sql`select private.set_cron_secret(${CRON_SECRET})`);
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});
afterAll(() => sql.end());

const text = z.strictObject({
  type: z.literal('text'),
  text: z.string().min(1),
  style: z.strictObject({ bold: z.literal(true) }).optional(),
});
const link = z.strictObject({ type: z.literal('link'), url: z.url(), text: z.string() });
/** What they take, as their references have it: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block and https://discord.com/developers/docs/resources/webhook#execute-webhook */
const BODIES = {
  '/services/T/B/X': z.strictObject({
    text: z.string().min(1).max(40_000),
    mrkdwn: z.literal(false),
    unfurl_links: z.literal(false),
    unfurl_media: z.literal(false),
    blocks: z.tuple([
      z.strictObject({
        type: z.literal('rich_text'),
        elements: z.tuple([
          z.strictObject({
            type: z.literal('rich_text_section'),
            elements: z.array(z.union([text, link])).min(1),
          }),
        ]),
      }),
    ]),
  }),
  '/api/webhooks/1/x': z.strictObject({
    content: z.string().min(1).max(2000),
    allowed_mentions: z.strictObject({ parse: z.tuple([]) }),
    flags: z.literal(4),
  }),
};

/** Stands in for Slack and Discord: takes only what they take, unless it is told to answer with another status. */
async function chats() {
  const got: { slack: string[]; discord: string[] } = { slack: [], discord: [] };
  const answers: number[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => (body += part));
    request.on('end', () => {
      const path = request.url as keyof typeof BODIES;
      const status = answers.shift();
      if (status) return response.writeHead(status, { 'retry-after': '300' }).end();
      const message = BODIES[path].safeParse(JSON.parse(body));
      if (!message.success) return response.writeHead(400).end(message.error.message);
      if ('text' in message.data) got.slack.push(message.data.text);
      else got.discord.push(message.data.content);
      response.writeHead(path.startsWith('/api') ? 204 : 200).end();
    });
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { got, answers, slack: `${at}/services/T/B/X`, discord: `${at}/api/webhooks/1/x` };
}

/** A founder with a channel of each kind that is given. */
async function founderWith(channels: { slack?: string; discord?: string }) {
  const founder = await signUp('chatting');
  const { apiKey } = await createProject(founder, 'Shiplog');
  const account_id = founder.accountId;
  for (const [kind, url] of Object.entries(channels)) {
    const events = ['customer.created', 'customer.status_changed'];
    await founder.client
      .rpc('create_webhook', { account_id, url, kind, events, hide_emails: true })
      .throwOnError();
  }
  const key_hash = createHash('sha256').update(apiKey).digest('hex');
  return {
    /** People come, in one transaction. */
    identify: (people: object[]) => sql`
      select from ingest.identify(${JSON.stringify(people.map((person) => ({ ...person, key_hash })))}::text::jsonb)`,
    passTime: () => sql`
      update private.webhook_endpoints set quiet_until = null where account_id = ${account_id}`,
    state: async () => {
      const { data } = await founder.client.rpc('list_webhooks', { account_id }).throwOnError();
      return data as { disabled_reason: string | null }[];
    },
  };
}

const deliver = () =>
  ask('/webhooks/deliver', { headers: { authorization: `Bearer ${CRON_SECRET}` } });

test('Slack and Discord are sent messages that they take, with nobody’s address where it is hidden', async () => {
  const { got, slack, discord } = await chats();
  const founder = await founderWith({ slack, discord });
  await founder.identify([
    { email: 'alex@example.com', name: '<!channel> *Zoë*', status: 'paid', params: { mrr: 29 } },
    { email: 'bo@example.com' },
  ]);
  await deliver();
  expect(got.slack).toEqual([
    '&lt;!channel&gt; *Zoë* now pays for Shiplog. 29 a month in all. Open\nb•••@example.com is new in Shiplog. Open',
  ]);
  expect(got.discord[0]).toMatch(
    /^\*\*\\<\\!channel\\> \\\*Zoë\\\*\*\* now pays for \*\*Shiplog\*\*\\\. 29 a month in all\\\. \[Open\]\(<https:\/\/crm\.example\.test\/customers\/[\w-]+>\)\n/,
  );
});

test('a burst of 1,000 people is few messages, which count all of them', async () => {
  const { got, slack } = await chats();
  const founder = await founderWith({ slack });
  for (let group = 0; group < 10; group++) {
    await founder.identify(
      Array.from({ length: 100 }, (_, n) => ({ email: `${group}-${n}@example.com` })),
    );
    await deliver();
  }
  await founder.passTime();
  await deliver();
  expect(got.slack.length).toBeLessThanOrEqual(12);
  const counted = got.slack.map((message) => Number(/^\d+/.exec(message)![0]));
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(1000);
});

test('a channel that asks for time is given it, and one that is gone is off', async () => {
  const { got, answers, slack } = await chats();
  const founder = await founderWith({ slack });
  await founder.identify([{ email: 'alex@example.com' }]);
  answers.push(429);
  await deliver();
  await deliver();
  expect([got.slack, answers]).toEqual([[], []]);
  await founder.passTime();
  await sql`update private.webhook_deliveries set next_at = now() where next_at is not null`;
  await deliver();
  expect(got.slack).toHaveLength(1);
  await founder.passTime();
  await founder.identify([{ email: 'bo@example.com' }]);
  answers.push(404);
  await deliver();
  expect(await founder.state()).toMatchObject([{ disabled_reason: 'gone' }]);
});
