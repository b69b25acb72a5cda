import type { HandleClientError } from '@sveltejs/kit';
import { isUnreached } from '$lib/unreached.ts';

/** Says what a person can do about a page that could not be shown. */
export const handleError: HandleClientError = ({ error, status }) => {
  if (status === 404) return { message: 'There’s nothing at this address.' };
  if (isUnreached(error)) {
    return { message: 'Check your connection and try again.', isUnreached: true };
  }
  console.error(error);
  return { message: 'Something went wrong. Reload the page and try again.' };
};

// Safari before 17 and Chrome before 120 know no media query that asks for scripts.
if (!matchMedia('(scripting: enabled)').matches) document.documentElement.dataset.scripting = '';
