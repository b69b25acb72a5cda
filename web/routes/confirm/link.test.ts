import { expect, test } from 'vitest';
import { readLink } from './link.ts';

const read = (query: string) => readLink(new URL(`http://here.test/confirm?${query}`));

test('a link names its token, its type and where to go next', () => {
  expect(read('token_hash=abc&type=magiclink&next=http://here.test/projects?a=1')).toEqual({
    tokenHash: 'abc',
    type: 'magiclink',
    next: '/projects?a=1',
  });
});

test('a link without a token, or of an unknown type, is none', () => {
  for (const query of ['', 'type=signup', 'token_hash=abc', 'token_hash=abc&type=sms']) {
    expect(read(query)).toBe(null);
  }
});

test('without a place to go it leads to the customers, and to the new password after a recovery', () => {
  expect(read('token_hash=abc&type=signup')?.next).toBe('/customers');
  expect(read('token_hash=abc&type=signup&next=http://here.test')?.next).toBe('/customers');
  expect(read('token_hash=abc&type=recovery')?.next).toBe('/settings?new-password');
});

test('of another site only the path is taken, and of no path nothing', () => {
  expect(read('token_hash=abc&type=email&next=https://evil.test/projects')?.next).toBe('/projects');
  expect(read('token_hash=abc&type=email&next=https://evil.test//evil.test')?.next).toBe(
    '/customers',
  );
  expect(read('token_hash=abc&type=email&next=javascript:alert(1)')?.next).toBe('/customers');
});
