import { createHmac } from 'node:crypto';

/** One message, as Standard Webhooks signs it: the exact bytes of the body count. */
export interface Message {
  id: string;
  /** Seconds since 1970. */
  timestamp: number;
  body: string;
}

/** The headers that let the receiving side check a message: one signature for each secret (`whsec_…`). */
export function signedHeaders({ id, timestamp, body }: Message, secrets: string[]) {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
