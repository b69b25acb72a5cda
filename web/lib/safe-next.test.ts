import { expect, test } from 'vitest';
import { safeNext } from './safe-next.ts';

test.each(['/customers', '/customers?q=a+b&status=paid', '/customers/1#project-2', '/'])(
  '%s is followed',
  (next) => expect(safeNext(next)).toBe(next),
);

test.each([
  null,
  '',
  'customers',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/.//evil.example',
  '/a/..//evil.example',
  'javascript:alert(1)',
  ' //evil.example',
])('%j leads to the customers', (next) => expect(safeNext(next)).toBe('/customers'));
