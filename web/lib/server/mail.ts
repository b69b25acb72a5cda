import { env } from '$env/dynamic/private';
import { createTransport } from 'nodemailer';

export interface Mail {
  to: string;
  subject: string;
  /** One sentence a paragraph. */
  paragraphs: string[];
  button: { text: string; href: string };
}

/**
 * Sends a mail through the SMTP server at SMTP_URL, from MAIL_FROM. False when there is none or it
 * does not take the mail: whoever sends one offers another way.
 */
export async function sendMail({ to, subject, paragraphs, button }: Mail): Promise<boolean> {
  if (!env.SMTP_URL) return false;
  const transport = createTransport({
    url: env.SMTP_URL,
    connectionTimeout: 5_000,
    socketTimeout: 5_000,
  });
  try {
    await transport.sendMail({
      from: env.MAIL_FROM || 'TinyCRM <noreply@localhost>',
      to: { name: '', address: to },
      subject,
      text: [...paragraphs, `${button.text}: ${button.href}`].join('\n\n'),
      html: html(subject, paragraphs, button),
    });
    return true;
  } catch (error) {
    // The code only: messages of SMTP servers repeat the address.
    console.error(
      JSON.stringify({ event: 'mail_not_sent', code: (error as { code?: string }).code }),
    );
    return false;
  } finally {
    transport.close();
  }
}

/** Looks like the mails of Auth: see supabase/templates. */
function html(title: string, paragraphs: string[], { text, href }: Mail['button']): string {
  return `<!doctype html>
<html lang="en">
  <body style="margin:0;padding:32px 16px;background:#f6f6f7;color:#18181b;font:15px/1.5 system-ui,sans-serif">
    <div style="max-width:440px;margin:0 auto;padding:28px;background:#fff;border:1px solid #e4e4e7;border-radius:12px">
      <p style="margin:0 0 20px;font-weight:600">TinyCRM</p>
      <h1 style="margin:0 0 8px;font-size:20px;line-height:1.3">${escape(title)}</h1>
      ${paragraphs.map((one) => `<p style="margin:0 0 16px">${escape(one)}</p>`).join('\n      ')}
      <p style="margin:8px 0 0">
        <a href="${escape(href)}" style="display:inline-block;padding:10px 16px;background:#18181b;color:#fff;border-radius:8px;font-weight:500;text-decoration:none">${escape(text)}</a>
      </p>
    </div>
  </body>
</html>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
