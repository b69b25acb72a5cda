import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { apiKeyChecksum, apiKeyHash } from './api-key.ts';

const API_KEY = 'tcrm_proj_yJG63H3jLpAkxzTsw9dwYmwulkBDQuRf2rCB0K493QtmSAFA7';

const sha256 = createHash('sha256').update(API_KEY).digest('hex');

Deno.test('a key made by the database is accepted and becomes its SHA-256', () => {
  assert.equal(apiKeyHash(`Bearer ${API_KEY}`), sha256);
  assert.equal(apiKeyHash(`Bearer ${API_KEY}`), sha256, 'also the second time');
});

Deno.test('the scheme is accepted in any case and with more than one space', () => {
  assert.equal(apiKeyHash(`bearer  ${API_KEY}`), sha256);
  assert.equal(apiKeyHash(`BEARER ${API_KEY}`), sha256);
});

Deno.test('the checksum is the one that the database computes', () => {
  // The digest of the second and the third starts with a bit set, which is cleared.
  for (const [letter, checksum] of [
    ['a', 'v2t9IF'],
    ['b', 'M1Z42b'],
    ['c', '430Flu'],
  ] as const) {
    assert.equal(apiKeyChecksum(`tcrm_proj_${letter.repeat(43)}`), checksum);
  }
});

Deno.test('the checksum has six digits, zeros in front included', () => {
  const bodies = Array.from({ length: 500 }, (_, i) => `tcrm_proj_${i}`);
  const checksums = bodies.map(apiKeyChecksum);
  assert.ok(checksums.every((checksum) => /^[0-9A-Za-z]{6}$/.test(checksum)));
  assert.ok(checksums.some((checksum) => checksum.startsWith('0')));
  assert.equal(new Set(checksums).size, bodies.length);
});

Deno.test('no header, another scheme, no key and more than a key are refused', () => {
  for (const header of [
    null,
    '',
    'Bearer',
    'Bearer ',
    API_KEY,
    `Basic ${API_KEY}`,
    `Bearer ${API_KEY} ${API_KEY}`,
    `Bearer ${API_KEY},`,
  ]) {
    assert.equal(apiKeyHash(header), null, `accepted ${header}`);
  }
});

Deno.test('every mistyped character is refused by the checksum', () => {
  for (let i = 'tcrm_proj_'.length; i < API_KEY.length; i++) {
    const other = API_KEY[i] === 'x' ? 'y' : 'x';
    assert.equal(apiKeyHash(`Bearer ${API_KEY.slice(0, i)}${other}${API_KEY.slice(i + 1)}`), null);
  }
});

Deno.test(
  'a key of another length, alphabet or prefix is refused even with its right checksum',
  () => {
    for (const body of [
      `tcrm_proj_${'a'.repeat(42)}`,
      `tcrm_proj_${'a'.repeat(44)}`,
      `tcrm_proj_${'a'.repeat(42)}-`,
      `tcrm_user_${'a'.repeat(43)}`,
      `TCRM_PROJ_${'a'.repeat(43)}`,
    ]) {
      assert.equal(apiKeyHash(`Bearer ${body}${apiKeyChecksum(body)}`), null, `accepted ${body}`);
    }
    const body = `tcrm_proj_${'a'.repeat(43)}`;
    assert.notEqual(apiKeyHash(`Bearer ${body}${apiKeyChecksum(body)}`), null);
  },
);

Deno.test('a key of another kind is none, whether it was seen before or not', () => {
  const body = `tcrm_read_${'a'.repeat(43)}`;
  const readKey = `Bearer ${body}${apiKeyChecksum(body)}`;
  assert.equal(apiKeyHash(readKey), null);
  assert.notEqual(apiKeyHash(readKey, 'read'), null);
  assert.equal(apiKeyHash(readKey), null);
  assert.equal(apiKeyHash(`Bearer ${API_KEY}`, 'read'), null);
});
