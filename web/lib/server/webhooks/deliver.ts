import { setTimeout as sleep } from 'node:timers/promises';
import { linesOf, type ChannelBody } from '../../channel-message.ts';
import { guardChannel, messageBody, type Channel } from './channels.ts';
import { guard, Refused, type Rules, type Target } from './guard.ts';
import { post, type Answer } from './post.ts';
import { signedHeaders } from './sign.ts';

/** Attempts of one run that are on their way at the same time. */
const AT_ONCE = 20;
/** How soon a run that waits for slow receivers looks for what is due for others. */
const LOOK_MS = 500;

/** What claim_webhooks gives: one event for one webhook, or what the next message of a channel tells. */
export interface Delivery {
  account_id: string;
  endpoint_id: string;
  id: number;
  event_id: string;
  attempt: number;
  kind: string;
  url: string;
  hide_emails: boolean;
  secrets: string[];
  body: string;
}

/** Where deliveries wait. */
export interface Outbox {
  /** Those that are due, which nobody else is given for half a minute. */
  claim(max: number): Promise<Delivery[]>;
  settle(delivery: Delivery, answer: Answer): Promise<void>;
}

export interface Sender {
  rules: Rules;
  /** Where messages to a channel link to. */
  origin: string;
}

/** Sends one delivery, and resolves with what came of it, whatever that is. */
async function attempt(delivery: Delivery, { rules, origin }: Sender): Promise<Answer> {
  const { event_id, kind, url, hide_emails: hideEmails, secrets, body } = delivery;
  let target: Target;
  try {
    const channel = kind === 'webhook' ? undefined : (kind as Channel);
    target = channel ? await guardChannel(channel, url, rules) : await guard(url, rules);
    if (channel) {
      const lines = linesOf(JSON.parse(body) as ChannelBody, { origin, hideEmails });
      return await post(target, messageBody(channel, lines), {});
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { status: null, answer: error.message, tookMs: 0 };
  }
  const id = `msg_${event_id.replaceAll('-', '')}`;
  const timestamp = Math.floor(Date.now() / 1000);
  return post(target, body, signedHeaders({ id, timestamp, body }, secrets));
}

/**
 * Sends what is due until `deadline` (ms), at least one round. A delivery whose outcome could not be
 * noted is due again in half a minute, with the same id.
 */
export async function deliverDue(outbox: Outbox, sender: Sender, deadline: number) {
  const running = new Set<Promise<void>>();
  const counts = { delivered: 0, failed: 0 };

  const send = async (delivery: Delivery): Promise<void> => {
    const answer = await attempt(delivery, sender);
    await outbox.settle(delivery, answer);
    const { status } = answer;
    if (status !== null && status >= 200 && status < 300) counts.delivered++;
    else counts.failed++;
  };

  do {
    const max = AT_ONCE - running.size;
    const due = max ? await outbox.claim(max) : [];
    for (const delivery of due) {
      const sending: Promise<void> = send(delivery)
        .catch((error: unknown) => console.error('A webhook was not settled:', error))
        .finally(() => running.delete(sending));
      running.add(sending);
    }
    if (running.size === 0) break;
    await Promise.race([...running, sleep(LOOK_MS)]);
  } while (Date.now() < deadline);
  await Promise.all(running);
  return counts;
}
