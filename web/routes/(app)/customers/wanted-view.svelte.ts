import { afterNavigate, beforeNavigate, goto } from '$app/navigation';
import { navigating, page } from '$app/state';
import { parseView, withLook } from '$lib/filters';
import { rememberedLooks } from './remembered-looks.ts';

/**
 * The view that was asked for last: the one that is still loading, else the page's. What is changed
 * next goes on from it, so that of two quick changes both hold.
 */
export class WantedView {
  readonly view = $derived(
    parseView((navigating.to?.route.id === page.route.id ? navigating.to : page).url.searchParams),
  );
}

/**
 * Gives each view of this page whose address doesn't say how it looks the look it had last. One from
 * elsewhere is led on by the server. To be called while a component is made.
 */
export function keepLooks(): void {
  beforeNavigate(({ from, to, type, cancel }) => {
    if (type === 'popstate' || !to || to.route.id !== from?.route.id) return;
    const query = withLook(to.url.searchParams, rememberedLooks());
    if (!query) return;
    cancel();
    void goto(`/customers${query}`);
  });
  // Nobody is asked before a step that is made while another is still loading.
  afterNavigate(({ type, to }) => {
    if (type === 'enter' || type === 'popstate' || !to) return;
    const query = withLook(to.url.searchParams, rememberedLooks());
    if (query) void goto(`/customers${query}`, { replaceState: true, keepFocus: true });
  });
}
