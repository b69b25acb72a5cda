import { invalidateAll } from '$app/navigation';
import { announce } from '$lib/announce.svelte.ts';
import { ask } from '$lib/ask.ts';

export interface Toast {
  id: number;
  text: string;
  isProblem: boolean;
  undo?: () => Promise<void>;
}

const MAX_TOASTS = 3;

/** What was done or refused a moment ago, at the lower edge of every page. */
class Toasts {
  list = $state.raw<Toast[]>([]);
  #next = 0;

  /** Says that something is done. */
  say(text: string): void {
    this.#add({ text, isProblem: false });
  }

  /** Says what could not be done. */
  refuse(text: string): void {
    this.#add({ text, isProblem: true });
  }

  /** Says that customers were edited, and offers to undo it. `onundo` shows them as they are then. */
  edited(text: string, edit: string, onundo: () => unknown = invalidateAll): void {
    const undo = async () => {
      try {
        const { restored, kept } = await ask<Undone>('/customers/undo', { edit });
        this.say(wordsOf(restored, kept));
        await onundo();
      } catch (cause) {
        this.edited(text, edit, onundo);
        this.refuse((cause as Error).message);
      }
    };
    this.#add({ text, isProblem: false, undo });
  }

  close(id: number): void {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Undoes what was done last, if that is still offered. Answers whether it was. */
  undoLast(): boolean {
    const last = this.list.findLast(({ undo }) => undo);
    if (last) this.undo(last);
    return last !== undefined;
  }

  undo({ id, undo }: Toast): void {
    this.close(id);
    void undo?.();
  }

  #add(toast: Omit<Toast, 'id'>): void {
    // A problem is an alert by itself.
    if (!toast.isProblem) announce(toast.text);
    this.list = [...this.list, { ...toast, id: this.#next++ }].slice(-MAX_TOASTS);
  }
}

interface Undone {
  restored: number;
  kept: number;
}

function wordsOf(restored: number, kept: number): string {
  if (restored + kept === 0) return 'There is nothing left to undo.';
  if (kept === 0) return 'Undone.';
  const left = `${kept.toLocaleString('en')} ${kept === 1 ? 'was' : 'were'} changed since and left alone.`;
  return restored === 0
    ? `Not undone: ${left}`
    : `Undone for ${restored.toLocaleString('en')}. ${left}`;
}

export const toasts = new Toasts();
