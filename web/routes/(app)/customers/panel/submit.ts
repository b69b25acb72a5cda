import type { SubmitFunction } from '@sveltejs/kit';
import { navigating } from '$app/state';
import { announce } from '$lib/announce.svelte.ts';
import { holdFocus } from '$lib/focus.ts';
import { toasts } from '$lib/toasts.svelte.ts';

type Changed = () => Promise<void> | void;

/**
 * The answer to a form of a customer, handled alike on the customer's page and in the panel beside
 * the table: calls `onchange` after a change, `onerror` with the sentence of a refusal, or with
 * nothing as long as all is well. `said` makes the sentence of a message that offers to undo it. Where
 * the control that was pressed is gone afterwards, the focus goes to what is beside it.
 */
export function submit(
  onchange: Changed,
  onerror: (message?: string) => void,
  said?: (form: FormData) => string,
): SubmitFunction {
  return ({ formElement: form, formData }) => {
    onerror();
    const refocus = holdFocus(form.closest('section, [role=group]') ?? form.closest('aside, main'));
    const edit = crypto.randomUUID();
    if (said) formData.set('edit', edit);
    return async ({ result, formElement, update }) => {
      if (result.type === 'failure') return onerror(String(result.data?.message ?? ''));
      if (result.type !== 'success') return update();
      formElement.reset();
      // To ask for the page again would end a navigation that has begun, and nothing would come of it.
      await navigating.complete?.catch(() => undefined);
      if (said) toasts.edited(said(formData), edit, onchange);
      await onchange();
      if (!said) announce('Saved');
      await refocus();
    };
  };
}
