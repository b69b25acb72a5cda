/** An attachment: focuses what has just been opened by whoever goes on in it. */
export function focus(element: HTMLElement): void {
  element.focus();
}
