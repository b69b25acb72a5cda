import { tick } from 'svelte';

const FOCUSABLE = 'a[href], button, input:not([type=hidden]), textarea, select, summary';

/**
 * Remembers what stands around the focus in a part of the page. The answer puts the focus on what
 * followed, else on what came before, if what had it is gone: a tag that was removed, a menu that closed.
 */
export function holdFocus(within: Element | null): () => Promise<void> {
  const all = [...(within?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  const at = all.findIndex((element) => element === document.activeElement);
  const near = [...all.slice(at), ...all.slice(0, Math.max(at, 0)).reverse()];
  return async () => {
    await tick();
    const lost = document.activeElement === document.body || !document.activeElement;
    if (lost) near.find(isShown)?.focus();
  };
}

function isShown(element: HTMLElement): boolean {
  const isDisabled = 'disabled' in element && element.disabled === true;
  return element.isConnected && !isDisabled && element.getClientRects().length > 0;
}
