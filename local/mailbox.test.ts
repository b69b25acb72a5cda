import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailbox, type Mailbox } from './mailbox.ts';

const root = mkdtempSync(join(tmpdir(), 'tinycrm-mailbox-'));
const folder = join(root, 'mail');
let mailbox: Mailbox;
beforeAll(async () => {
  mkdirSync(folder, { mode: 0o755 });
  mailbox = await startMailbox(folder, 0);
});
afterAll(() => rmSync(root, { recursive: true }));

const statusFor = (headers: Record<string, string>, path = '/api/email') =>
  new Promise<number | undefined>((resolve, reject) => {
    get(mailbox.url + path, { headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).on('error', reject);
  });
const own = () => new URL(mailbox.url).host;

test('mails are read by nobody else on this machine', () => {
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
});

test('a program and the mailbox’s own page read mails', async () => {
  expect(await statusFor({})).toBe(200);
  expect(await statusFor({ origin: mailbox.url })).toBe(200);
  expect(await statusFor({ accept: 'text/html' }, '/')).toBe(200);
});

test('no other page in the browser does, by whatever name it reaches this machine', async () => {
  expect(await statusFor({ origin: 'https://evil.example' })).toBe(403);
  expect(await statusFor({ origin: 'null' })).toBe(403);
  expect(await statusFor({ host: 'evil.example' })).toBe(403);
  expect(await statusFor({ host: 'evil.example', origin: 'http://evil.example' })).toBe(403);
  expect(await statusFor({ host: own(), origin: 'http://127.0.0.1:1' })).toBe(403);
});
