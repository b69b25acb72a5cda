import { expect, test } from 'vitest';
import { linesOf, type ChannelBody, type ChannelEvent } from '../../channel-message.ts';
import { channelOf, guardChannel, messageBody } from './channels.ts';
import { Refused } from './guard.ts';

const OPTIONS = { origin: 'https://crm.example.com', hideEmails: false };
const rules = { allowLoopback: false, ownHosts: [], resolve: () => Promise.resolve(['3.3.3.3']) };
const SLACK = 'https://hooks.slack.com/services/T000/B000/XXXX';
const DISCORD = 'https://discord.com/api/webhooks/123456/abc-DEF_1';

const event = (name: string | null, to = 'paid', from: string | null = 'trial'): ChannelEvent => ({
  type: from ? 'customer.status_changed' : 'customer.created',
  data: {
    customer: {
      ...{ id: 'c1', email: 'alex@example.com', name },
      projects: [
        { id: 'p1', name: 'Shiplog', status: to, params: { plan: 'pro', mrr: 29 } },
        { id: 'p2', name: 'Inkwell', status: 'free', params: {} },
      ],
    },
    project: { id: 'p1', name: 'Shiplog' },
    ...{ from, to, totals: { mrr: to === 'paid' ? [{ amount: 29, currency: 'USD' }] : [] } },
  },
});
const textOf = (body: ChannelBody, options = OPTIONS) =>
  linesOf(body, options).map((line) => line.map(({ text }) => text).join(''));

test('a message says who does what, what else they have, and what they pay in all', () => {
  expect(
    textOf({
      events: [
        event('Alex Chen'),
        event(null, 'churned'),
        event('Bo', 'trial', null),
        { type: 'webhook.test', data: {} },
        { type: 'customer.erased', data: {} },
      ],
    }),
  ).toEqual([
    'Alex Chen now pays for Shiplog (pro). Also: Inkwell free. $29 a month in all. Open',
    'alex@example.com churned from Shiplog. Also: Inkwell free. Open',
    'Bo started a trial of Shiplog (pro). Also: Inkwell free. Open',
    'It works: TinyCRM can post here.',
    'A customer was deleted from TinyCRM.',
  ]);
});

test('many events are counted by kind, with three names', () => {
  const customers = ['Ann', 'Bo', null].map((name) => ({ name, email: 'cy@example.com' }));
  expect(
    textOf({
      groups: [
        { type: 'customer.status_changed', to: 'paid', count: 1204, customers },
        { type: 'customer.created', to: 'free', count: 1, customers: customers.slice(0, 1) },
      ],
    }),
  ).toEqual([
    '1,204 new paying customers: Ann, Bo, cy@example.com and 1,201 more.',
    '1 new customer: Ann.',
  ]);
});

test('an email address is masked where that was chosen', () => {
  const [line] = textOf({ events: [event(null)] }, { ...OPTIONS, hideEmails: true });
  expect(line).toMatch(/^a•••@example\.com now pays/);
});

// What Slack and Discord would do with it: notify all, link, break out of bold or of the line, turn the text around.
const HOSTILE = [
  ['<!channel> <@U1>', '<!channel> <@U1>'],
  ['@everyone @here', '@everyone @here'],
  ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
  ['**bold** _it_ ~~no~~ `code` ||secret||', '**bold** _it_ ~~no~~ `code` ||secret||'],
  ['# Title\n> quote\r\n- item', '# Title > quote - item'],
  ['https://evil.example/', 'https://evil.example/'],
  ['\u202egnp.exe\u2066 \u200b', 'gnp.exe'],
  ['\\*', '\\*'],
] as const;

test.each(HOSTILE)('to Slack the name %j is nothing but text', (name, shown) => {
  const { text, blocks, mrkdwn } = JSON.parse(
    messageBody('slack', linesOf({ events: [event(name)] }, OPTIONS)),
  );
  expect(mrkdwn).toBe(false);
  expect(text).not.toMatch(/[<>]|\n/);
  expect(blocks[0].elements[0].elements[0]).toEqual({
    ...{ type: 'text', text: shown, style: { bold: true } },
  });
});

test.each(HOSTILE)('to Discord the name %j is nothing but text', (name, shown) => {
  const { content, allowed_mentions } = JSON.parse(
    messageBody('discord', linesOf({ events: [event(name)] }, OPTIONS)),
  );
  expect(allowed_mentions).toEqual({ parse: [] });
  const [, written] = /^\*\*((?:\\.|[^\\*])*)\*\* now pays for /.exec(content)!;
  // Each sign stands behind a backslash, and what that leaves is the name.
  expect(written!.replaceAll(/\\[!-/:-@[-`{-~]/g, '')).toMatch(/^[\w ]*$/);
  expect(written!.replaceAll(/\\(.)/g, '$1')).toBe(shown);
});

test('a message to Discord is never longer than it takes', () => {
  const long = linesOf(
    { events: Array.from({ length: 40 }, () => event('A name'.repeat(20))) },
    OPTIONS,
  );
  expect(JSON.parse(messageBody('discord', long)).content.length).toBeLessThanOrEqual(2000);
});

test('whose URL it is tells its host and path, and every other is refused', async () => {
  expect([channelOf(SLACK, rules), channelOf(DISCORD, rules)]).toEqual(['slack', 'discord']);
  for (const url of [
    ...[
      'https://hooks.slack.com.evil.example/services/T/B/X',
      'http://hooks.slack.com/services/T/B/X',
    ],
    ...[
      'https://hooks.slack.com/workflows/T/B/X',
      'https://discord.com/api/webhooks/1/',
      'nothing',
    ],
    ...[
      'https://evil.example/services/T/B/X',
      'https://hooks.slack.com@evil.example/services/T/B/X',
    ],
    ...['http://127.0.0.1:8080/services/T/B/X', 'https://discord.com/api/users/1/abc'],
  ]) {
    expect(() => channelOf(url, rules), url).toThrow(Refused);
  }
  await expect(guardChannel('discord', SLACK, rules)).rejects.toThrow(Refused);
  expect((await guardChannel('slack', SLACK, rules)).address).toBe('3.3.3.3');
});

test('on somebody’s own machine it may be that machine', () => {
  const local = { ...rules, allowLoopback: true };
  expect(channelOf('http://127.0.0.1:8080/services/T/B/X', local)).toBe('slack');
  expect(() => channelOf('http://10.0.0.1/services/T/B/X', local)).toThrow(Refused);
});
