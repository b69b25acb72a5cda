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
  const mailbox = new MailDev({
    ...{ smtp: 0, ip: '127.0.0.1', web: port, webIp: '127.0.0.1' },
    ...{ mailDirectory: folder, maxEmails: MAX_MAILS, silent: true },
  });
  const { smtp, api } = await mailbox.start();
  return {
    url: `http://127.0.0.1:${api!.getPort()}`,
    smtpPort: smtp.getPort(),
  };
}
