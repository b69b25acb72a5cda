import type { SubmitFunction } from '@sveltejs/kit';
import { toasts } from '$lib/toasts/toasts.svelte.ts';

type Changed = () => Promise<void> | void;

/**
 * The answer to a form of a customer, handled alike on the customer's page and in the panel beside
 * the table: calls `onchange` after a change, `onerror` with the sentence of a refusal, or with
 * nothing as long as all is well. `said` makes the sentence of a message that offers to undo it.
 */
export function submit(
  onchange: Changed,
  onerror: (message?: string) => void,
  said?: (form: FormData) => string,
): SubmitFunction {
  return ({ formData }) => {
    onerror();
    const edit = crypto.randomUUID();
    if (said) formData.set('edit', edit);
    return async ({ result, formElement, update }) => {
      if (result.type === 'failure') return onerror(String(result.data?.message ?? ''));
      if (result.type !== 'success') return update();
      formElement.reset();
      if (said) toasts.edited(said(formData), edit, onchange);
      await onchange();
    };
  };
}
