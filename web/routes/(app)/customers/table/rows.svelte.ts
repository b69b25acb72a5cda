import { tick } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { formatView, pageFrom, type Page, type View } from '$lib/filters';
import type { Customer, CustomerPage } from '$lib/server/customers.ts';
import { mergeRows, newTo } from './merge.ts';

const HIGHLIGHT_MS = 2400;

/** The rows of the table: the page the server sent, those that scrolling adds, and what polling finds. */
export class Rows {
  list = $state.raw<Customer[]>([]);
  hasNext = $state(false);
  loading = $state(false);
  /** The error that kept back the rows that should follow. */
  error = $state('');
  /** Rows that have just changed, for a moment. */
  highlighted = new SvelteSet<string>();
  /** The order in which the rows would be now, until the reader asks for it. */
  waiting = $state.raw<Customer[] | null>(null);
  #view: View;
  // Answers that come after the list was replaced are not for it.
  #generation = 0;

  constructor(view: View, page: CustomerPage) {
    this.#view = view;
    this.list = page.rows;
    this.hasNext = page.hasNext;
  }

  /** Takes the page that the server sent for an address. Rows of the same view stay where they are. */
  reset(view: View, page: CustomerPage): void {
    const same = formatView(view) === formatView(this.#view);
    this.#generation++;
    this.#view = view;
    this.list = same ? mergeRows(this.list, page.rows, 0, !page.hasNext).inOrder : page.rows;
    this.hasNext = page.hasNext;
    this.waiting = null;
    this.loading = false;
    this.error = '';
  }

  async loadMore(): Promise<void> {
    const last = this.list.at(-1);
    if (this.loading || !this.hasNext || !last) return;
    const generation = this.#generation;
    this.loading = true;
    this.error = '';
    try {
      const page = await this.#read(pageFrom('after', last));
      if (generation !== this.#generation) return;
      this.list = [...this.list, ...newTo(this.list, page.rows)];
      this.hasNext = page.hasNext;
    } catch (cause) {
      if (generation === this.#generation) this.error = messageOf(cause);
    } finally {
      if (generation === this.#generation) this.loading = false;
    }
  }

  /**
   * Reads the rows from `from` on again. Changes show at once in their place. A new order, which is asked
   * for from the first row on, waits while `reading` says that somebody looks at the rows.
   */
  async refresh(from: number, reading: () => boolean): Promise<void> {
    if (this.loading) return;
    const generation = this.#generation;
    const before = from > 0 ? this.list[from - 1] : undefined;
    const page = await this.#read(before ? pageFrom('after', before) : this.#view.page).catch(
      () => null,
    );
    // No answer is no news: the next time will tell.
    if (!page || generation !== this.#generation || this.loading) return;
    const start = before ? this.list.indexOf(before) + 1 : 0;
    const merged = mergeRows(this.list, page.rows, start, !page.hasNext);
    if (merged.changed.length === 0 && !merged.moved) return;
    // An empty list becomes the page; a page without a next one is all there is.
    if (start === 0 && (this.list.length === 0 || !page.hasNext)) this.hasNext = page.hasNext;
    if (start > 0) {
      this.list = merged.inPlace;
    } else if (merged.moved && !reading()) {
      this.list = merged.inOrder;
      this.waiting = null;
    } else {
      this.list = merged.inPlace;
      this.waiting = merged.moved ? merged.inOrder : null;
    }
    this.#highlight(merged.changed);
  }

  /** Shows the order that waited. */
  async showWaiting(): Promise<void> {
    if (!this.waiting) return;
    const added = newTo(this.list, this.waiting);
    this.list = this.waiting;
    this.waiting = null;
    await tick();
    this.#highlight(added.map(({ id }) => id));
  }

  #highlight(ids: string[]): void {
    for (const id of ids) this.highlighted.add(id);
    setTimeout(() => ids.forEach((id) => this.highlighted.delete(id)), HIGHLIGHT_MS);
  }

  async #read(page: Page | null): Promise<CustomerPage> {
    const response = await fetch(`/customers/rows${formatView({ ...this.#view, page })}`);
    // Whoever is signed out is sent to the page where one signs in.
    if (response.redirected) location.reload();
    const body = await response.json();
    if (!response.ok) throw new Error(body.message);
    return body;
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof TypeError || !(cause instanceof Error)
    ? 'No connection to TinyCRM.'
    : cause.message;
}
