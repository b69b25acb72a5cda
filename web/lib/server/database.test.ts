import { expect, test } from 'vitest';
import { unwrap } from './database.ts';

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
