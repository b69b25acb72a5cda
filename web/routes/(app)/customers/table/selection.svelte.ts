import { SvelteSet } from 'svelte/reactivity';

/** The customers that are selected. `allMatching` means everybody that the filter finds, selected or not. */
class Selection {
  ids = new SvelteSet<string>();
  allMatching = $state(false);
  // Where a range that is selected with Shift begins.
  #last: string | null = null;

  /** Selects a row, or takes it out; with `range` every row from the last one on. */
  toggle(id: string, rows: { id: string }[], range = false): void {
    const selected = !this.ids.has(id);
    this.allMatching = false;
    const from = rows.findIndex((row) => row.id === this.#last);
    const to = rows.findIndex((row) => row.id === id);
    const chosen = range && from >= 0 ? between(rows, from, to) : [{ id }];
    for (const row of chosen) this.#set(row.id, selected);
    this.#last = id;
  }

  setAll(rows: { id: string }[], selected: boolean): void {
    this.allMatching = false;
    for (const { id } of rows) this.#set(id, selected);
  }

  clear(): void {
    this.ids.clear();
    this.allMatching = false;
    this.#last = null;
  }

  #set(id: string, selected: boolean): void {
    if (selected) this.ids.add(id);
    else this.ids.delete(id);
  }
}

function between<T>(rows: T[], a: number, b: number): T[] {
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export const selection = new Selection();
