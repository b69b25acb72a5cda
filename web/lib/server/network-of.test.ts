import { expect, test } from 'vitest';
import { networkOf } from './network-of.ts';

test('an address of IPv4 is itself, however it is written', () => {
  expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
  expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
});

test.each([
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:db8:1:2::6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
])('the addresses of one IPv6 network are one visitor: %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('what is no address is taken as it is', () => {
  expect(networkOf('unknown')).toBe('unknown');
});
