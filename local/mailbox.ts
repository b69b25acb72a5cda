import { chmodSync, mkdirSync } from 'node:fs';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { MailDev } from 'maildev';

/** The number of mails that are kept: enough to look back at, and little memory. */
const MAX_MAILS = 200;

export interface Mailbox {
  /** The page that shows every mail, with its API. */
  url: string;
  smtpPort: number;
}

/**
 * Starts a mailbox that takes every mail for anybody, sends none on, and keeps them in `folder`.
 * `port` is the page's; 0 takes any free one, as the SMTP server always does.
 */
export async function startMailbox(folder: string, port: number): Promise<Mailbox> {
  // Mails hold links that sign in: nobody else on this machine reads them.
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const mailbox = new MailDev({
    ...{ smtp: 0, ip: '127.0.0.1', web: port, webIp: '127.0.0.1' },
    ...{ mailDirectory: folder, maxEmails: MAX_MAILS, silent: true },
  });
  const { smtp, api } = await mailbox.start();
  refuseOtherSites(api!.server.server);
  return {
    url: `http://127.0.0.1:${api!.getPort()}`,
    smtpPort: smtp.getPort(),
  };
}

/** MailDev lets every page in the browser read and delete mails, and has no setting against it. */
function refuseOtherSites(server: Server): void {
  const answers = server.listeners('request');
  const upgrades = server.listeners('upgrade');
  server.removeAllListeners('request').removeAllListeners('upgrade');
  server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (isOwn(incoming)) for (const answer of answers) answer.call(server, incoming, outgoing);
    else outgoing.writeHead(403).end('This mailbox only answers its own page.\n');
  });
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    if (isOwn(incoming))
      for (const upgrade of upgrades) upgrade.call(server, incoming, socket, head);
    else socket.destroy();
  });
}

/** Whether its own page asks, or a program, by an address of this machine. */
function isOwn({ headers: { host = '', origin } }: IncomingMessage): boolean {
  return (
    /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) &&
    (origin === undefined || origin === `http://${host}`)
  );
}
