import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { textOf } from './mail-text.ts';

test('the text of a mail has the same link as its HTML, and no code', () => {
  const html = readFileSync('supabase/templates/magic_link.html', 'utf8')
    .replace('{{ .SiteURL }}', 'http://127.0.0.1:5173')
    .replace('{{ .TokenHash }}', 'pkce_1')
    .replace('{{ .RedirectTo }}', '/customers')
    .replace('{{ .Email }}', 'ada@example.com')
    .replaceAll('&type', '&amp;type');
  expect(textOf(html)).toBe(
    [
      'TinyCRM',
      'Your sign-in link',
      'This link signs you in as ada@example.com. It works once and expires in an hour.',
      'Sign in: http://127.0.0.1:5173/confirm?token_hash=pkce_1&type=magiclink&next=/customers',
      'You did not ask for it? Then do nothing: nobody gets in without this link.',
    ].join('\n\n'),
  );
});
