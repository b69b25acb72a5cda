import { error } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { attempt, unwrap } from './database.ts';

test('what took the database too long is told with what to do about it', () => {
  const failed = {
    data: null,
    error: { code: '57014', message: 'canceling statement due to statement timeout' },
    status: 500,
  };
  expect(() => unwrap(failed)).toThrow(
    expect.objectContaining({
      status: 504,
      body: { message: expect.stringContaining('Narrow the filter or choose fewer customers') },
    }),
  );
});

test.each([
  [409, 'name'],
  [422, 'name'],
  [403, undefined],
  [503, undefined],
])('a refusal with %i is about the field %s', async (status, field) => {
  const refusal = await attempt(() => Promise.resolve().then(() => error(status, 'No.')), 'name');
  expect(refusal).toMatchObject({ status, data: { message: 'No.', field } });
});
