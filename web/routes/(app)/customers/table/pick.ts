import type { Attachment } from 'svelte/attachments';
import type { Customer } from '$lib/server/customers.ts';
import { selection } from './selection.svelte.ts';

const HOLD_MS = 450;
const MOVED_PX = 10;

/** Selects customers on a phone: the first one by holding it, and then each by a tap. */
export function pick(rows: () => Customer[]): Attachment<HTMLElement> {
  return (element) => {
    const off = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      type: K,
      listener: (event: HTMLElementEventMap[K]) => void,
      capture = false,
    ) => element.addEventListener(type, listener, { signal: off.signal, capture });
    let timer: ReturnType<typeof setTimeout> | undefined;
    let from = { x: 0, y: 0 };
    // The click that ends a hold is none.
    let wasHeld = false;

    const letGo = () => clearTimeout(timer);

    on('pointerdown', (event) => {
      wasHeld = false;
      letGo();
      const id = idAt(event);
      if (event.pointerType !== 'touch' || !id || selection.isPicking) return;
      from = { x: event.clientX, y: event.clientY };
      timer = setTimeout(() => {
        wasHeld = true;
        selection.isPicking = true;
        selection.toggle(id, rows());
        navigator.vibrate?.(10);
      }, HOLD_MS);
    });
    on('pointermove', ({ clientX, clientY }) => {
      if (Math.hypot(clientX - from.x, clientY - from.y) > MOVED_PX) letGo();
    });
    on('pointerup', letGo);
    on('pointercancel', letGo);
    on('contextmenu', (event) => {
      if (wasHeld) event.preventDefault();
    });
    on(
      'click',
      (event) => {
        if (!selection.isPicking || (event.target as Element).closest('input')) return;
        const id = idAt(event);
        event.preventDefault();
        event.stopPropagation();
        if (!wasHeld && id) selection.toggle(id, rows());
        wasHeld = false;
      },
      true,
    );

    function idAt({ target }: Event): string | undefined {
      const row = (target as Element).closest('tr')?.querySelector('[data-row]');
      return row ? rows()[Number(row.getAttribute('data-row'))]?.id : undefined;
    }

    return () => {
      off.abort();
      letGo();
    };
  };
}
