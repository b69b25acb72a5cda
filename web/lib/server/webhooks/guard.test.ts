import { expect, test } from 'vitest';
import { guard, isPublic, Refused, type Rules } from './guard.ts';

const NAMES: Record<string, string[]> = {
  'example.com': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'six.example': ['2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example': ['10.0.0.5'],
  'half.example': ['93.184.215.14', '169.254.169.254'],
  'metadata.google.internal': ['169.254.169.254'],
  localhost: ['127.0.0.1', '::1'],
  'beside.example': ['127.0.0.1', '10.0.0.5'],
};
const rules: Rules = {
  allowLoopback: false,
  ownHosts: ['ref.supabase.co'],
  resolve: (host) =>
    NAMES[host] ? Promise.resolve(NAMES[host]) : Promise.reject(new Error('ENOTFOUND')),
};
const local = { ...rules, allowLoopback: true };

const UNREACHABLE = 'This host isn’t on the public internet. Check the URL.';

test.each([
  // This machine, in every spelling.
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.255.255.254', '0.0.0.0'],
  ...['0', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', 'localhost'],
  ...['localhost.', '１２７.0.0.1'],
  // Networks of whoever runs it, and metadata.
  ...['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.1.1', '100.64.0.1'],
  ...['100.127.255.255', '169.254.169.254', '[::ffff:10.0.0.1]', '[::ffff:a9fe:a9fe]', '[fd00::1]'],
  ...['[fc00::1]', '[fe80::1]', '[fd00:ec2::254]', '[fec0::1]', '192.0.0.170', '198.18.0.1'],
  // What leads to them by way of something else.
  ...['[64:ff9b::a00:1]', '[2002:a00:1::]', '[2001:0:a00:1::]', '[64:ff9b:1::1]'],
  // No single machine.
  ...['224.0.0.1', '255.255.255.255', '240.0.0.1', '192.0.2.1', '203.0.113.9', '198.51.100.7'],
  ...['[ff02::1]', '[2001:db8::1]'],
  // Names that lead there, in part too, and names that lead nowhere: the answers are the same.
  ...['inside.example', 'half.example', 'metadata.google.internal', 'nowhere.example'],
])('https://%s is refused, and nobody learns whether something is there', async (host) => {
  const refusal = guard(`https://${host}/hook`, rules);
  await expect(refusal).rejects.toThrow(new Refused(UNREACHABLE));
});

test.each([
  ['http://example.com/', 'Enter a URL that starts with https://.'],
  ['ftp://example.com/', 'Enter a URL that starts with https://.'],
  ['file:///etc/passwd', 'Enter a URL that starts with https://.'],
  ['https://example.com:22/', 'Leave the port out of the URL: only 443 is used.'],
  ['https://example.com:8443/', 'Leave the port out of the URL: only 443 is used.'],
  ['https://user:password@example.com/', 'Leave the user name and password out of the URL.'],
  ['https://example.com@10.0.0.1/', 'Leave the user name and password out of the URL.'],
  ['https://ref.supabase.co/x', 'This is TinyCRM’s own server. Enter a URL of your product.'],
  ['https://DB.ref.supabase.co./x', 'This is TinyCRM’s own server. Enter a URL of your product.'],
  ['not a url', 'This isn’t a URL.'],
])('%s is refused', async (url, message) => {
  await expect(guard(url, rules)).rejects.toThrow(new Refused(message));
});

test('a public host is connected to by the address that was looked at', async () => {
  const { url, address, family } = await guard('https://example.com/hook?a=1', rules);
  expect([url.href, address, family]).toEqual(['https://example.com/hook?a=1', '93.184.215.14', 4]);
  expect(await guard('https://six.example/', rules)).toMatchObject({ family: 6 });
});

test('on somebody’s own machine it may be that machine, without TLS, and no other private one', async () => {
  expect(await guard('http://localhost:3000/hook', local)).toMatchObject({ address: '127.0.0.1' });
  expect(await guard('http://[::1]:3000/', local)).toMatchObject({ address: '::1', family: 6 });
  await expect(guard('https://10.0.0.1/', local)).rejects.toThrow(UNREACHABLE);
  await expect(guard('https://beside.example/', local)).rejects.toThrow(UNREACHABLE);
  await expect(guard('http://example.com/', local)).rejects.toThrow('https://');
  await expect(guard('ftp://127.0.0.1/', local)).rejects.toThrow('https://');
});

test('what is no address is not public', () => {
  expect(['', 'example.com', '1.2.3', '::g'].map(isPublic)).toEqual([false, false, false, false]);
});
