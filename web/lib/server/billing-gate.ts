import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Billing } from './billing.ts';

/**
 * The pages that stay open when the trial is over and nobody pays: paying, taking one's data, and
 * erasing.
 */
const OPEN = [
  '/(app)/billing',
  '/(app)/account',
  '/(app)/settings/data',
  '/(app)/customers/export',
  '/(app)/customers/[id]/export',
];

/**
 * Lets a request pass unless its account has to pay first. Then pages and forms lead to /billing,
 * and what scripts read is answered with 402.
 */
export function requireAccess({ route, request, isDataRequest }: RequestEvent, billing: Billing) {
  if (billing.access === 'full') return;
  const id = route.id ?? '';
  if (OPEN.some((open) => id === open || id.startsWith(`${open}/`))) return;
  // Of the (app) pages alone; an invitation or a new account is nobody's unpaid bill.
  if (!id.startsWith('/(app)')) return;
  const isForPeople =
    isDataRequest ||
    request.headers.has('x-sveltekit-action') ||
    request.headers.get('accept')?.includes('text/html');
  if (isForPeople) redirect(303, '/billing');
  error(402, { message: 'Your trial has ended. Subscribe on the Billing page to continue.' });
}
