import { env } from '$env/dynamic/private';
import { createTransport } from 'nodemailer';
import { htmlOf, textOf, type Mail } from './mail-body.ts';

/** The fate of a mail. 'unknown': the connection broke, and the server may have taken it. */
export type Delivery = 'sent' | 'not_sent' | 'unknown';

/** Sends a mail. True if it was sent: the sender offers another way otherwise. */
export async function sendMail(mail: Mail): Promise<boolean> {
  return (await deliver(mail)) === 'sent';
}

/** Sends a mail through the SMTP server at SMTP_URL, from MAIL_FROM. Not sent when there is none. */
export async function deliver(mail: Mail): Promise<Delivery> {
  if (!env.SMTP_URL) return 'not_sent';
  const transport = createTransport({
    url: env.SMTP_URL,
    connectionTimeout: 5_000,
    socketTimeout: 5_000,
  });
  const { to, subject, unsubscribe } = mail;
  try {
    await transport.sendMail({
      from: env.MAIL_FROM || 'TinyCRM <noreply@localhost>',
      to: { name: '', address: to },
      subject,
      text: textOf(mail),
      html: htmlOf(mail),
      ...(unsubscribe && {
        headers: {
          'List-Unsubscribe': `<${unsubscribe.href}>`,
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        },
      }),
    });
    return 'sent';
  } catch (error) {
    const { code, responseCode, syscall } = error as Record<string, unknown>;
    // The code only: messages of SMTP servers repeat the address.
    console.error(JSON.stringify({ event: 'mail_not_sent', code }));
    const isRefused = responseCode !== undefined || code === 'EAUTH' || code === 'EDNS';
    return isRefused || syscall === 'connect' ? 'not_sent' : 'unknown';
  } finally {
    transport.close();
  }
}
