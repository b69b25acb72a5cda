import type { Webhook } from './webhooks.server.ts';

const CHANNELS = { slack: 'Slack', discord: 'Discord' };

/** True for a Slack or Discord channel, which is sent messages. */
export const isChannel = ({ kind }: Webhook) => kind !== 'webhook';

/** What a webhook is called: its URL, of a channel no more than its end, since whoever has all of it can post there. */
export function titleOf({ kind, url }: Webhook): string {
  return kind === 'webhook' ? url : `${CHANNELS[kind]} …${url.slice(-4)}`;
}
