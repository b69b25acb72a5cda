const ENCODER = new TextEncoder();
/** As Stripe, Paddle and Svix recommend. */
const TOLERANCE_S = 5 * 60;

/** True if `signature` is the HMAC-SHA256 of `parts` under the secret, compared in constant time. */
async function isSignedBy(
  secret: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer> | undefined,
  ...parts: (string | Uint8Array)[]
): Promise<boolean> {
  if (!signature || secret.length === 0) return false;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, signature, join(parts));
}

function join(parts: (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const all = parts.map((part) => (typeof part === 'string' ? ENCODER.encode(part) : part));
  const joined = new Uint8Array(all.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of all) {
    joined.set(part, filled);
    filled += part.length;
  }
  return joined;
}

function fromHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g)!, (pair) => parseInt(pair, 16));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

const MISSING = (header: string) => `The ${header} header is missing.`;
const WRONG = 'Invalid signature: the signing secret doesn’t match this endpoint.';
const OLD = 'The signature is more than 5 minutes old, so this may be a replay.';

function isOld(seconds: string | undefined, now: number): boolean {
  return !seconds || !(Math.abs(now / 1000 - Number(seconds)) <= TOLERANCE_S);
}

/** `t=…,v1=…` over `t.body` (Stripe), or with other names and separators (Paddle: `ts=…;h1=…` over `ts:body`). */
export async function verifyTimed(
  { headers, bytes, now }: { headers: Headers; bytes: Uint8Array; now: number },
  secret: string,
  names: { header: string; time: string; signature: string; separator: string; joint: string },
): Promise<string | undefined> {
  const header = headers.get(names.header);
  if (header === null) return MISSING(names.header);
  const pairs = header.split(names.separator).map((pair) => pair.trim().split('=', 2));
  const time = pairs.find(([name]) => name === names.time)?.[1];
  // While a secret is being replaced there are two signatures.
  for (const [name, value] of pairs) {
    if (name !== names.signature || !value) continue;
    const parts = [`${time}${names.joint}`, bytes];
    if (await isSignedBy(ENCODER.encode(secret), fromHex(value), ...parts)) {
      return isOld(time, now) ? OLD : undefined;
    }
  }
  return WRONG;
}

/** The Standard Webhooks scheme (https://www.standardwebhooks.com), `prefix` being webhook or svix. */
export async function verifyStandard(
  { headers, bytes, now }: { headers: Headers; bytes: Uint8Array; now: number },
  secret: string,
  prefix: 'webhook' | 'svix',
): Promise<string | undefined> {
  const [id, time, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headers.get(`${prefix}-${name}`),
  );
  if (!id || !time || !signatures) return MISSING(`${prefix}-signature`);
  const key = fromBase64(secret.replace(/^(v1,)?(whsec_)?/, ''));
  if (!key)
    return 'The signing secret is incomplete. Copy the whole secret again; it starts with whsec_.';
  for (const signature of signatures.split(' ')) {
    if (!signature.startsWith('v1,')) continue;
    if (await isSignedBy(key, fromBase64(signature.slice(3)), `${id}.${time}.`, bytes)) {
      return isOld(time, now) ? OLD : undefined;
    }
  }
  return WRONG;
}

/** The HMAC of the body alone, in a header. */
export async function verifyBody(
  { headers, bytes }: { headers: Headers; bytes: Uint8Array },
  secret: string,
  name: string,
  encoding: 'hex' | 'base64',
): Promise<string | undefined> {
  const header = headers.get(name);
  if (header === null) return MISSING(name);
  const signature = encoding === 'hex' ? fromHex(header) : fromBase64(header);
  return (await isSignedBy(ENCODER.encode(secret), signature, bytes)) ? undefined : WRONG;
}

/** The secret itself, in a header: for services that cannot sign. */
export async function verifySecret(
  { headers }: { headers: Headers },
  secret: string,
  name: string,
): Promise<string | undefined> {
  const header = headers.get(name);
  if (header === null) return MISSING(name);
  const [sent, known] = await Promise.all([header, secret].map(digest));
  return sent === known ? undefined : WRONG;
}

/** Of two digests nobody learns how much of a guess was right. */
export async function digest(data: string | Uint8Array): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', join([data]));
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
