import { flushSync } from 'svelte';
import { on } from 'svelte/events';
import { MediaQuery } from 'svelte/reactivity';
import { measure } from './badge-room.ts';

/** As long as what stands in a column, with a space in it. */
export const SAMPLE = 'Last activity 2026';
const HEAD_HEIGHT = 35;
const CELL_PADDING = 24;
const AHEAD_PX = 1500;

/** The part of the table that is in sight. On a phone the page scrolls, elsewhere the table. In pixels. */
export class Viewport {
  wide = new MediaQuery('width >= 640px', true);
  top = $state(0);
  left = $state(0);
  height = $state(900);
  /** The room for badges in the column of projects. */
  badgeRoom = $state(420);
  /** How much wider a text is than its font makes it: readers may set letters and words apart. */
  spread = $state(1);
  /** True if a script runs, which draws only what is in sight. */
  scripted = $state(false);
  #element: HTMLElement | null = null;

  /** An attachment for the element that scrolls. */
  attach = (element: HTMLElement) => {
    this.#element = element;
    this.scripted = true;
    const stops = [
      onResize(element, () => (this.height = element.clientHeight)),
      on(window, 'beforeprint', () => flushSync(() => this.#showAll())),
      on(window, 'afterprint', () => this.#showSight()),
    ];
    return () => stops.forEach((stop) => stop());
  };

  /** An attachment for the head of the column of projects, which other columns leave more or less room. */
  attachProjects = (head: HTMLElement) =>
    onResize(head, () => {
      if (this.wide.current) this.badgeRoom = head.clientWidth - CELL_PADDING;
    });

  /** An attachment for the text SAMPLE. */
  attachSample = (element: HTMLElement) =>
    onResize(element, () => {
      this.spread = Math.max(1, element.getBoundingClientRect().width / measure(SAMPLE, 'name'));
    });

  scrolled(): void {
    this.top = this.#element!.scrollTop;
    this.left = this.#element!.scrollLeft;
  }

  /** True if the end of the rows comes near. */
  isNearEnd(): boolean {
    if (!this.#element) return false;
    const bottom = this.#element.firstElementChild!.getBoundingClientRect().bottom;
    return bottom < window.innerHeight + AHEAD_PX;
  }

  isAtTop(): boolean {
    return this.wide.current ? this.#element!.scrollTop <= 4 : window.scrollY <= 120;
  }

  toTop(): void {
    this.#element!.scrollTop = 0;
    if (!this.wide.current) window.scrollTo({ top: 0 });
  }

  /** Scrolls a row into sight, under the head. */
  reveal(above: number, height: number): void {
    const element = this.#element!;
    const below = above + height + HEAD_HEIGHT - element.clientHeight;
    if (element.scrollTop > above) element.scrollTop = above;
    else if (element.scrollTop < below) element.scrollTop = below;
  }

  /** The link that leads to the customer of a row, if that row is drawn. */
  linkOf(index: number): HTMLElement | null {
    return this.#element!.querySelector(`[data-row="${index}"]`);
  }

  isPointedAt(): boolean {
    return this.#element!.querySelector('tbody')!.matches(':hover, :focus-within');
  }

  /** On paper everything is in sight. */
  #showAll(): void {
    this.top = 0;
    this.height = Infinity;
  }

  #showSight(): void {
    this.top = this.#element!.scrollTop;
    this.height = this.#element!.clientHeight;
  }
}

function onResize(element: HTMLElement, changed: () => void): () => void {
  const observer = new ResizeObserver(changed);
  observer.observe(element);
  return () => observer.disconnect();
}
