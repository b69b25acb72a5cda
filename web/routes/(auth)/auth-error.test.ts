import { AuthApiError } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { sentOrFailed } from './auth-error.ts';

const refused = (status: number, code: string) => new AuthApiError('Refused.', status, code);

test.each([
  [400, 'user_not_found'],
  [422, 'otp_disabled'],
  [422, 'signup_disabled'],
  // Only an address that mails go to is ever asked to wait for the next.
  [429, 'over_email_send_rate_limit'],
])('a mail that was refused with %i %s looks sent: nobody learns who has an account', (...why) => {
  expect(sentOrFailed(refused(...why))).toBe(null);
});

test('what has nothing to do with the address is told', () => {
  expect(sentOrFailed(refused(429, 'over_request_rate_limit'))).toEqual({
    status: 429,
    message: 'Too many people are signing in right now. Try again in a minute.',
  });
  expect(sentOrFailed(null)).toBe(null);
});
