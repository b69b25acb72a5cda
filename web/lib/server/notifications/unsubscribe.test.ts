import { expect, test } from 'vitest';
import { makeToken, readToken, type Subscription } from './unsubscribe.ts';

const mine: Subscription = {
  setting: 'weekly_summary',
  accountId: '00000000-0000-4000-8000-000000000001',
  userId: '00000000-0000-4000-8000-000000000002',
};
const SECRET = 's'.repeat(32);

test('a token says which mail of whom it turns off', () => {
  expect(readToken(makeToken(mine, SECRET), SECRET)).toEqual(mine);
});

test('a token that was changed, cut or made with another secret is none', () => {
  const token = makeToken(mine, SECRET);
  const forged = [
    makeToken(mine, 'another secret'),
    token.replace('weekly_summary', 'billing_notices'),
    token.replace('000000000002', '000000000003'),
    token.slice(0, -1),
    token.slice(0, token.lastIndexOf('.')),
    `${token}A`,
    '',
    '.',
    '....',
  ];
  for (const one of forged) expect(readToken(one, SECRET), one).toBe(null);
});
