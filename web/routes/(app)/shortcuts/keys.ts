import { tick } from 'svelte';
import { goto } from '$app/navigation';

/** The jobs of single keys, for the sheet that lists them. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Ctrl K or ⌘ K', 'Find a customer, project, view, page or action'],
  ['/', 'Search'],
  ['F', 'Add a filter'],
  ['Shift F', 'Clear the filters'],
  ['J, K or arrows', 'Move through the rows, or from one customer to the next'],
  ['Enter', 'Open a customer beside the table'],
  ['X, Shift X', 'Select a row, select up to a row'],
  ['Escape', 'Leave a field, close what is open, clear the selection'],
  ['Ctrl Z or ⌘ Z', 'Undo the last change, while its message is shown'],
  ['G then C, O, P, S', 'Go to customers, overview, projects, settings'],
  ['B', 'Go to what can be done with the selected'],
  ['?', 'Show this list'],
];

const PAGES: Record<string, string> = {
  c: '/customers',
  o: '/overview',
  p: '/projects',
  s: '/settings',
};

const STORED = 'shortcuts';

export function areKeysOn(): boolean {
  return localStorage.getItem(STORED) !== 'off';
}

/** Turns single keys on or off in this browser. Ctrl K and ⌘ K always work. */
export function turnKeys(on: boolean): void {
  if (on) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, 'off');
}

/** True if a key goes into a field, or belongs to the browser, and so is no shortcut. */
export function isTyped(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    event.defaultPrevented ||
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    event.isComposing ||
    (target instanceof HTMLElement &&
      target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], dialog') !==
        null)
  );
}

/** Does what a single key is for. Answers whether it was for anything. */
export function press(key: string, shift: boolean, afterG: boolean): boolean {
  const page = afterG && PAGES[key.toLowerCase()];
  if (page) {
    void goto(page);
    return true;
  }
  if (key === 'F' && shift) return reach('clear-filters');
  const control = { '/': 'search', f: 'filter' }[key];
  if (!control) return false;
  if (location.pathname === '/customers') return reach(control);
  void goAndReach('/customers', control);
  return true;
}

/** Goes to a page, and uses a control there. */
export async function goAndReach(href: string, name: string): Promise<void> {
  if (location.pathname !== href) await goto(href);
  await tick();
  reach(name);
}

/** Uses the control on this page that says it belongs to a shortcut. */
function reach(name: string): boolean {
  const control = document.querySelector<HTMLElement>(`[data-shortcut="${name}"]`);
  if (!control) return false;
  if (control instanceof HTMLInputElement) {
    control.focus();
    control.select();
  } else {
    control.click();
  }
  return true;
}
