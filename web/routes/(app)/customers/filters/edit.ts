import { goto } from '$app/navigation';
import { navigating } from '$app/state';
import type { Project } from '$lib/server/projects.ts';
import {
  changeView,
  formatView,
  parseView,
  type Condition,
  type ParamKey,
  type View,
} from '$lib/filters';

/** The things that filters can be about in this account. */
export interface Subjects {
  projects: Project[];
  keys: ParamKey[];
  tags: string[];
}

/** The address with another condition in a place, or with none there. */
export function conditionHref(view: View, at: number, condition: Condition | null): string {
  const conditions = view.conditions.toSpliced(at, 1, ...(condition ? [condition] : []));
  return `/customers${changeView(view, { conditions })}`;
}

/** The address of a view with a customer open beside it, or with none. */
export function openHref(view: View, id: string | null): string {
  const query = formatView(view);
  return `/customers${query}${id ? `${query ? '&' : '?'}open=${id}` : ''}`;
}

let replacing = '';

/** Shows a view without moving the focus or the page. */
export function show(view: View, options: { replaceState?: boolean } = {}): void {
  const href = `/customers${formatView({ ...view, page: null })}`;
  const { to } = navigating;
  // What is still loading adds its entry only when it is there: nothing can be put in its place before.
  const isAdded = to !== null && to.url.pathname + to.url.search !== replacing;
  const replaceState = !!options.replaceState && !isAdded;
  replacing = replaceState ? href : '';
  void goto(href, { keepFocus: true, noScroll: true, replaceState });
}

/** The view that a form asks for, as the server would read it without a script. */
export function viewOfForm(form: HTMLFormElement): View {
  return parseView(new URLSearchParams(new FormData(form) as never));
}
