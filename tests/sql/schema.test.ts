import { expect, test } from 'vitest';
import { advice, staleSchemaFiles } from '../checks/schema.ts';
import { stack } from '../stack.ts';

test('the committed types and schema snapshot are what the migrations make (else: npm run db:schema)', async () => {
  expect(await staleSchemaFiles(stack().dbUrl)).toEqual([]);
});

test("Supabase's advisors have nothing to say", async () => {
  expect(await advice(stack().dbUrl)).toEqual([]);
});
