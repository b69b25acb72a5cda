import { expect } from 'vitest';
import { stack } from '../stack.ts';

export interface Mail {
  id: string;
  subject: string;
  text: string;
  html: string;
  to: { address: string }[];
}

/** Every mail to an address that came so far, the newest last. */
export async function mailsTo(email: string): Promise<Mail[]> {
  const mails = (await (await fetch(`${stack().mailboxUrl}/api/email`)).json()) as Mail[];
  return mails.filter(({ to }) => to.some(({ address }) => address === email));
}

/** A mail as it was sent, headers first. */
export async function sourceOf({ id }: Mail): Promise<string> {
  return (await fetch(`${stack().mailboxUrl}/api/email/${id}/source`)).text();
}

/** The path of the link to /confirm in the newest mail to an address. */
export async function confirmLinkTo(email: string): Promise<string> {
  let path = '';
  await expect
    .poll(async () => {
      const html = (await mailsTo(email)).at(-1)?.html ?? '';
      const href = /href="([^"]*\/confirm\?[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
      if (href) path = new URL(href).pathname + new URL(href).search;
      return path;
    })
    .not.toBe('');
  return path;
}
