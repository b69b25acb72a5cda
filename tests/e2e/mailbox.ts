import { expect } from '@playwright/test';
import { stack } from '../stack.ts';

interface Mail {
  subject: string;
  html: string;
  text: string;
  to: { address: string }[];
}

/** The path that the link in the newest mail with this subject to an address leads to. */
export async function linkInMail(email: string, subject: string): Promise<string> {
  let path = '';
  await expect(async () => {
    const mail = (await mailsTo(email)).findLast((one) => one.subject === subject);
    const href = /href="([^"]*\/confirm\?[^"]*)"/.exec(mail?.html ?? '')?.[1];
    expect(href, `a mail "${subject}" to ${email}`).toBeDefined();
    // The stack that tests share does not know where they serve the dashboard.
    const link = new URL(href!.replaceAll('&amp;', '&'));
    path = link.pathname + link.search;
  }).toPass();
  return path;
}

/** Every mail that Auth sent to an address, the newest last. */
export async function mailsTo(email: string): Promise<Mail[]> {
  const answer = await fetch(`${stack().mailboxUrl}/api/email`);
  const mails = (await answer.json()) as Mail[];
  return mails.filter(({ to }) => to.some(({ address }) => address === email));
}
