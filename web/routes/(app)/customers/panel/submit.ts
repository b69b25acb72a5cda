import type { SubmitFunction } from '@sveltejs/kit';

/**
 * The answer to a form of a customer, handled alike on the customer's page and in the panel beside
 * the table: calls `onchange` after a change, `onerror` with the sentence of a refusal, or with
 * nothing as long as all is well.
 */
export function submit(
  onchange: () => Promise<void> | void,
  onerror: (message?: string) => void,
): SubmitFunction {
  return () => {
    onerror();
    return async ({ result, formElement, update }) => {
      if (result.type === 'failure') return onerror(String(result.data?.message ?? ''));
      if (result.type !== 'success') return update();
      formElement.reset();
      await onchange();
    };
  };
}
