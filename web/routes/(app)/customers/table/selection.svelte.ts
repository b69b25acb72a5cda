import { SvelteMap } from 'svelte/reactivity';
import type { Customer } from '$lib/server/customers.ts';

/** The customers that are selected. `allMatching` means everybody that the filter finds, selected or not. */
class Selection {
  allMatching = $state(false);
  /** On a phone: a tap on a customer selects them. */
  isPicking = $state(false);
  // As they were when they were selected: another order may have them on no page that is loaded.
  #chosen = new SvelteMap<string, Customer>();
  // Where a range that is selected with Shift begins.
  #last: string | null = null;

  get ids(): Pick<ReadonlyMap<string, Customer>, 'has' | 'keys' | 'size'> {
    return this.#chosen;
  }

  /** The selected customers, as they are in `rows` if they are there. */
  among(rows: Customer[]): Customer[] {
    const now = new Map(rows.map((row) => [row.id, row]));
    return [...this.#chosen.values()].map((customer) => now.get(customer.id) ?? customer);
  }

  /** Selects a row, or takes it out; with `range` every row from the last one on. */
  toggle(id: string, rows: Customer[], range = false): void {
    const selected = !this.ids.has(id);
    this.allMatching = false;
    const from = rows.findIndex((row) => row.id === this.#last);
    const to = rows.findIndex((row) => row.id === id);
    for (const row of between(rows, range && from >= 0 ? from : to, to)) this.#set(row, selected);
    this.#last = id;
  }

  setAll(rows: Customer[], selected: boolean): void {
    this.allMatching = false;
    for (const row of rows) this.#set(row, selected);
  }

  clear(): void {
    this.#chosen.clear();
    this.allMatching = false;
    this.isPicking = false;
    this.#last = null;
  }

  #set(row: Customer, selected: boolean): void {
    if (selected) this.#chosen.set(row.id, row);
    else this.#chosen.delete(row.id);
  }
}

function between<T>(rows: T[], a: number, b: number): T[] {
  return a < 0 || b < 0 ? [] : rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export const selection = new Selection();
