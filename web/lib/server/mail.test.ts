import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';

const env: Record<string, string> = {};
vi.mock('$env/dynamic/private', () => ({ env }));
vi.spyOn(console, 'error').mockImplementation(() => {});
const { deliver } = await import('./mail.ts');

const mail = {
  to: 'ann@example.com',
  subject: 'Hello',
  paragraphs: ['A sentence.'],
  button: { text: 'Open', href: 'https://crm.test' },
};

let server: Server | undefined;
afterEach(() => void server?.close());

/** A mail server that says `answers` to a command, 250 to others, and hangs up where there is none. */
async function serve(answers: Record<string, string | undefined>): Promise<void> {
  server = createServer((socket: Socket) => {
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    let isBody = false;
    socket.on('data', (data) => {
      const text = data.toString();
      if (isBody && !text.includes('\r\n.\r\n')) return;
      const command = isBody ? 'BODY' : text.split(/[\s:]/)[0]!.toUpperCase();
      const known = command in answers;
      const answer = known ? answers[command] : command === 'DATA' ? '354 go on' : '250 fine';
      isBody = command === 'DATA' && answer!.startsWith('354');
      if (answer) socket.write(`${answer}\r\n`);
      else socket.destroy();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  env.SMTP_URL = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a mail that the server takes is sent', async () => {
  await serve({});
  expect(await deliver(mail)).toBe('sent');
});

test.each(['MAIL', 'RCPT', 'DATA', 'BODY'])('a mail refused at %s is not sent', async (command) => {
  await serve({ [command]: '550 no' });
  expect(await deliver(mail)).toBe('not_sent');
});

test('of a mail whose answer was lost nobody knows', async () => {
  await serve({ BODY: undefined });
  expect(await deliver(mail)).toBe('unknown');
});

test('without a server, or with one that does not answer, no mail is sent', async () => {
  await serve({});
  const gone = once(server!, 'close');
  server!.close();
  await gone;
  expect(await deliver(mail)).toBe('not_sent');
  env.SMTP_URL = '';
  expect(await deliver(mail)).toBe('not_sent');
});
