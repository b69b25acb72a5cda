import { expect, test } from 'vitest';
import { typedEmail, typedSearch } from '$contract/typed-email.ts';

test.each([
  [' ÉVA@Example.com ', 'Éva@example.com'],
  ['user@bücher.de', 'user@xn--bcher-kva.de'],
  ['user@xn--bcher-kva.de', 'user@xn--bcher-kva.de'],
  ['user@bu\u0308cher.de', 'user@xn--bcher-kva.de'],
  ['not an email', 'not an email'],
])('the email %s typed is stored as %s', (typed, stored) => {
  expect(typedEmail(typed)).toBe(stored);
});

test.each([
  ['ann@münchen.example', 'ann@xn--mnchen-3ya.example'],
  ['@München.example', '@xn--mnchen-3ya.example'],
  ['Éva@Example.com', 'Éva@Example.com'],
  ['Zoë', 'Zoë'],
  ['me @ mün', 'me @ mün'],
])('%s is looked for as %s', (typed, stored) => {
  expect(typedSearch(typed)).toBe(stored);
});
