import { SvelteSet } from 'svelte/reactivity';
import type { Density } from '$lib/filters';
import { unfoldBadges, type BadgeRoom, type BadgeTexts } from './badge-room.ts';
import { rowHeight } from './row-layout.ts';
import type { Heights } from './window.ts';

/** The rows that show all of their badges, in as many lines as that takes. */
export class Unfolded {
  #ids = new SvelteSet<string>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  set(id: string, unfolded: boolean): void {
    if (unfolded) this.#ids.add(id);
    else this.#ids.delete(id);
  }

  /** How high the rows are; `badgesOf` gives the badges of one. */
  heights<T extends { id: string }>(
    rows: T[],
    density: Density,
    room: BadgeRoom,
    badgesOf: (row: T) => BadgeTexts[],
  ): Heights {
    const row = rowHeight(density);
    const extra = (this.#ids.size > 0 ? rows : []).flatMap((one, index) => {
      if (!this.#ids.has(one.id)) return [];
      const { lines } = unfoldBadges(badgesOf(one), room);
      return [[index, rowHeight(density, lines) - row] as const];
    });
    return { row, extra: new Map(extra) };
  }
}
