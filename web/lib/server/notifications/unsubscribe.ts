import { createHmac, timingSafeEqual } from 'node:crypto';

/** A kind of mail that a member turns on and off: see private.notification_settings. */
export type Setting = 'weekly_summary' | 'billing_notices' | 'webhook_alerts';

/** The mail, and the member, that a link turns off. */
export interface Subscription {
  setting: Setting;
  accountId: string;
  userId: string;
}

const sign = (text: string, secret: string) =>
  createHmac('sha256', `unsubscribe ${secret}`).update(text).digest();

/** A token that turns off one kind of mail of one member and can do nothing else. It does not end. */
export function makeToken({ setting, accountId, userId }: Subscription, secret: string): string {
  const text = [setting, accountId, userId].join('.');
  return `${text}.${sign(text, secret).toString('base64url')}`;
}

/** The subscription that a token is for, or null if it was not made with this secret. */
export function readToken(token: string, secret: string): Subscription | null {
  const end = token.lastIndexOf('.');
  const text = token.slice(0, Math.max(end, 0));
  const given = Buffer.from(token.slice(end + 1), 'base64url');
  const wanted = sign(text, secret);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const [setting, accountId, userId] = text.split('.') as [Setting, string, string];
  return { setting, accountId, userId };
}
