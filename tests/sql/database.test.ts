import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { advice, generateTypes, TYPES } from '../checks/database.ts';
import { stack } from '../stack.ts';

test('the committed types are what the migrations make (else: npm run db:types)', async () => {
  expect(readFileSync(TYPES, 'utf8')).toBe(await generateTypes(stack().dbUrl));
});

test("Supabase's advisors have nothing to say", async () => {
  expect(await advice(stack().dbUrl)).toEqual([]);
});
