import { createHash } from 'node:crypto';
import type { Delivery } from './service.ts';

export const NOW = Date.parse('2026-06-01T12:00:00Z');

const encode = (text: string) => new TextEncoder().encode(text);

/** The HMAC-SHA256 of a text, as the services make it. */
export async function hmac(secret: string | Uint8Array<ArrayBuffer>, text: string) {
  const raw = typeof secret === 'string' ? encode(secret) : secret;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, encode(text)));
}

export const hex = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));

export function delivery(body: unknown, headers: Record<string, string> = {}): Delivery {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const digest = createHash('sha256').update(text).digest('hex');
  return { headers: new Headers(headers), text, bytes: encode(text), digest, now: NOW };
}
