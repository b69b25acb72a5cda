import type { SubmitFunction } from '@sveltejs/kit';
import { enhance as submitByScript } from '$app/forms';
import { toasts } from './toasts.svelte.ts';
import { isUnreached, UNREACHED_MESSAGE } from './unreached.ts';

/**
 * enhance of SvelteKit, for every form of the dashboard: one that reaches nobody leaves the page, and
 * what was typed in it, as they are.
 */
export function enhance(form: HTMLFormElement, submit?: SubmitFunction) {
  return submitByScript(form, async (input) => {
    const answered = await submit?.(input);
    return async (options) => {
      const { result, update } = options;
      if (result.type === 'error' && isUnreached(result.error)) {
        toasts.refuse(UNREACHED_MESSAGE);
      } else if (answered) await answered(options);
      else await update();
    };
  });
}
