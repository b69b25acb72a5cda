import { createHash } from 'node:crypto';

const BEARER = /^bearer +(\S+)$/i;
const KEYS = {
  proj: /^tcrm_proj_[0-9A-Za-z]{49}$/,
  read: /^tcrm_read_[0-9A-Za-z]{49}$/,
  feed: /^tcrm_feed_[0-9A-Za-z]{49}$/,
};
const CHECKSUM_CHARACTERS = 6;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Hashing twice a call costs more than all other checks together. Whether a key is live is not kept. */
const hashes = new Map<string, string>();
const MAX_HASHES = 10_000;

/**
 * The SHA-256 (hex) of the key of a kind in an Authorization header, or null when it cannot be one: a
 * mistyped key fails its checksum and never reaches the database.
 */
export function apiKeyHash(
  authorization: string | null,
  kind: keyof typeof KEYS = 'proj',
): string | null {
  const key = authorization === null ? undefined : BEARER.exec(authorization)?.[1];
  return key === undefined ? null : keyHash(key, kind);
}

/** The same of a key by itself. */
export function keyHash(key: string, kind: keyof typeof KEYS): string | null {
  if (!KEYS[kind].test(key)) return null;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  if (!hasRightChecksum(key)) return null;

  const hash = createHash('sha256').update(key).digest('hex');
  if (hashes.size >= MAX_HASHES) hashes.clear();
  hashes.set(key, hash);
  return hash;
}

function hasRightChecksum(key: string): boolean {
  return key.endsWith(apiKeyChecksum(key.slice(0, -CHECKSUM_CHARACTERS)));
}

/** Six base62 digits over everything before them. The database computes the same when it makes a key. */
export function apiKeyChecksum(body: string): string {
  const digest = createHash('sha256').update(body).digest();
  let number = digest.readBigUInt64BE(0) & 0x7fffffffffffffffn;
  let text = '';
  for (let i = 0; i < CHECKSUM_CHARACTERS; i++) {
    text = ALPHABET[Number(number % 62n)] + text;
    number /= 62n;
  }
  return text;
}
