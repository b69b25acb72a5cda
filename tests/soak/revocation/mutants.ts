import type { Mutant } from '../check.ts';

const read = (name: string, ...replace: [from: string, to: string][]): Mutant => ({
  name,
  sql: { function: 'private.read_calls', replace },
});

/** Ways to go on trusting a key. */
export const revocationMutants: Mutant[] = [
  read('nobody looks whether a key is revoked', ['and key.revoked_at is null', '']),
  read('nobody looks whether a key has expired', [
    'and (key.expires_at is null or key.expires_at > now())',
    '',
  ]),
  read('a key is trusted for a quarter of a second, as a cache would', [
    'and key.revoked_at is null',
    "and (key.revoked_at is null or key.revoked_at > now() - interval '250 ms')",
  ]),
];
