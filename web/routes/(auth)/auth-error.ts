import { isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';

const SENTENCES: Record<string, string> = {
  email_not_confirmed: 'Confirm your email first. We sent a link to your inbox.',
  email_address_invalid: 'We can’t send email to this address. Check it for typos.',
  invalid_credentials: 'Wrong email or password. Check both and try again.',
  over_email_send_rate_limit: 'Too many emails were sent to this address. Try again in an hour.',
  over_request_rate_limit: 'Too many people are signing in right now. Try again in a minute.',
  otp_expired: 'This link has expired or was already used. Request a new one.',
  same_password: 'That’s already your password. Choose a different one.',
  signup_disabled: 'Sign-ups are closed on this server.',
  weak_password: 'This password is too easy to guess. Choose a longer one.',
  validation_failed: 'Enter your email and password.',
};

/** The fields of the forms that a refusal may be about. */
const FIELDS: Record<string, 'email' | 'password'> = {
  email_address_invalid: 'email',
  invalid_credentials: 'password',
  same_password: 'password',
  validation_failed: 'email',
  weak_password: 'password',
};

interface Refusal {
  status: number;
  message: string;
  /** The field that it is about. */
  field?: 'email' | 'password';
}

/** A refusal of the Auth server, as a status and a sentence for the form. */
export function explainAuthError(error: AuthError): Refusal {
  if (isAuthRetryableFetchError(error)) {
    return {
      status: 503,
      message: 'TinyCRM can’t reach its sign-in server. Try again in a moment.',
    };
  }
  return {
    status: error.status && error.status < 500 ? error.status : 500,
    message: SENTENCES[error.code ?? ''] ?? error.message,
    field: FIELDS[error.code ?? ''],
  };
}

/** True if the Auth server said that somebody has this address, which nobody else may learn. */
export function isTaken(error: AuthError | null): boolean {
  return error?.code === 'user_already_exists' || error?.code === 'email_exists';
}

// What the Auth server says of an address that nobody has, and of one that it just wrote to.
const NOT_TO_TELL = new Set([
  'otp_disabled',
  'signup_disabled',
  'user_not_found',
  'over_email_send_rate_limit',
]);

/**
 * The answer to somebody who asked for a mail: null if it was sent, and also if there is nobody to
 * send it to, or too many were sent to them, so that nobody learns who has an account.
 */
export function sentOrFailed(error: AuthError | null) {
  return error && !NOT_TO_TELL.has(error.code ?? '') ? explainAuthError(error) : null;
}
