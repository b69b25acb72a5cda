import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { hasCode } from './failure.ts';

export interface Keys {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
  adminPassword: string;
  ownerPassword: string;
  apiPassword: string;
  ingestPassword: string;
  billingPassword: string;
  cronSecret: string;
  readerPassword: string;
}

/** A URL-safe secret of `bytes` random bytes. It never needs quoting in SQL or in a URL. */
export function randomSecret(bytes = 24): string {
  return randomBytes(bytes).toString('base64url');
}

export function generateKeys(): Keys {
  return {
    jwtSecret: randomSecret(48),
    publishableKey: `sb_publishable_${randomSecret()}`,
    secretKey: `sb_secret_${randomSecret()}`,
    adminPassword: randomSecret(),
    ownerPassword: randomSecret(),
    apiPassword: randomSecret(),
    ingestPassword: randomSecret(),
    billingPassword: randomSecret(),
    cronSecret: randomSecret(),
    readerPassword: randomSecret(),
  };
}

/** The keys kept in `file`, made once and readable by its owner alone. */
export function loadKeys(file: string): Keys {
  const kept = loadPrivateJson<Partial<Keys>>(file);
  // A file of an older version lacks the keys that came since.
  const keys = { ...generateKeys(), ...kept };
  return Object.keys(kept ?? {}).length < Object.keys(keys).length
    ? savePrivateJson(file, keys)
    : keys;
}

/** The content of a private JSON file, or undefined when there is none. */
export function loadPrivateJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Writes JSON with mode 0600 and returns the value. */
export function savePrivateJson<T>(file: string, value: T): T {
  writeFileSync(file, JSON.stringify(value, null, 2) + '\n', { mode: 0o600 });
  return value;
}
