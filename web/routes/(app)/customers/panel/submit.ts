import type { SubmitFunction } from '@sveltejs/kit';
import { navigating } from '$app/state';
import { announce } from '$lib/announce.svelte.ts';
import { holdFocus } from '$lib/hold-focus.ts';

/**
 * The answer to a form of a customer, handled alike on the customer's page and in the panel beside
 * the table: calls `onchange` after a change, `onerror` with the sentence of a refusal, or with
 * nothing as long as all is well. Where the control that was pressed is gone afterwards, the focus
 * goes to what is beside it.
 */
export function submit(
  onchange: () => Promise<void> | void,
  onerror: (message?: string) => void,
): SubmitFunction {
  return ({ formElement: form }) => {
    onerror();
    const refocus = holdFocus(form.closest('section, [role=group]') ?? form.closest('aside, main'));
    return async ({ result, formElement, update }) => {
      if (result.type === 'failure') return onerror(String(result.data?.message ?? ''));
      if (result.type !== 'success') return update();
      formElement.reset();
      // To ask for the page again would end a navigation that has begun, and nothing would come of it.
      await navigating.complete?.catch(() => undefined);
      await onchange();
      announce('Saved');
      await refocus();
    };
  };
}
