import { expect, test } from 'vitest';
import { shownEmail } from './shown-email.ts';
import { typedEmail } from '$contract/typed-email.ts';

test.each([
  ['ann@xn--mnchen-3ya.example', 'ann@münchen.example'],
  ['a@xn--r8jz45g.xn--zckzah', 'a@例え.テスト'],
  ['xn--x@mail.xn--bcher-kva.example', 'xn--x@mail.bücher.example'],
  ['ann@example.com', 'ann@example.com'],
  ['ann@xn--.example', 'ann@xn--.example'],
  ['ann@xn--99999999999.example', 'ann@xn--99999999999.example'],
])('%s is shown as %s, and found by it', (stored, shown) => {
  expect(shownEmail(stored)).toBe(shown);
  expect(typedEmail(shown)).toBe(stored);
});
