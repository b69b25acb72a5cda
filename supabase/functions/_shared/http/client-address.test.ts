import assert from 'node:assert/strict';
import { clientAddress } from './client-address.ts';

Deno.test('the address is the one the nearest proxy saw, whatever the sender made up', () => {
  for (const [headers, address] of [
    [{ 'x-forwarded-for': '198.51.100.7' }, '198.51.100.7'],
    [{ 'x-forwarded-for': '1.1.1.1, 198.51.100.7' }, '198.51.100.7'],
    [{ 'x-forwarded-for': '1.1.1.1', 'cf-connecting-ip': '2001:db8::1' }, '2001:db8::1'],
    [{}, 'unknown'],
  ] as const) {
    assert.equal(clientAddress(new Headers(headers as Record<string, string>)), address);
  }
});
