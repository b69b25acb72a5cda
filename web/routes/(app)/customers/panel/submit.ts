import type { SubmitFunction } from '@sveltejs/kit';

/**
 * What the forms of a customer do with an answer, on the customer's page and in the panel beside
 * the table alike: `onchange` after a change, `onerror` with the sentence of a refusal, or with
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
