import { isAuthRetryableFetchError, type AuthError } from '@supabase/supabase-js';

const SENTENCES: Record<string, string> = {
  email_not_confirmed: 'Confirm your email first: the link is in your inbox.',
  email_address_invalid: 'This is not an email address we can write to.',
  invalid_credentials: 'Email and password do not match. Check both and try again.',
  over_email_send_rate_limit: 'Too many mails were sent to this address. Try again in an hour.',
  over_request_rate_limit: 'Too many people are signing in at this moment. Try again in a minute.',
  otp_expired: 'This link was used already, or is too old. Ask for another.',
  same_password: 'This is your password already. Choose another.',
  signup_disabled: 'Signing up is closed on this server.',
  weak_password: 'This password is too easy to guess. Choose a longer one.',
  validation_failed: 'Fill in an email address and a password.',
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
      message: 'TinyCRM cannot reach its sign-in server. Try again in a moment.',
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
