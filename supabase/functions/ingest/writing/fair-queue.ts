/** A thing that waits, and its owner. */
interface Sized {
  readonly owner: string;
  /** The number of calls. */
  readonly size: number;
  /** The memory it takes, roughly. */
  readonly bytes: number;
}

/** First in, first out for each owner, and owners take turns: who sends much only delays themselves. */
export class FairQueue<Item extends Sized> {
  /** Map keeps the order of insertion: the owner at the front is served next. */
  readonly #lines = new Map<string, { items: Item[]; size: number }>();
  #size = 0;
  #bytes = 0;

  /** The sizes of all that waits. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  sizeOf(owner: string): number {
    return this.#lines.get(owner)?.size ?? 0;
  }

  add(item: Item): void {
    const line = this.#lines.get(item.owner);
    if (line) {
      line.items.push(item);
      line.size += item.size;
    } else {
      this.#lines.set(item.owner, { items: [item], size: item.size });
    }
    this.#size += item.size;
    this.#bytes += item.bytes;
  }

  /** Takes items up to `size` in all, but one at least unless none waits. */
  take(size: number): Item[] {
    const taken: Item[] = [];
    let takenSize = 0;
    while (this.#lines.size > 0) {
      const [owner, line] = this.#lines.entries().next().value!;
      const item = line.items[0]!;
      if (taken.length > 0 && takenSize + item.size > size) break;
      line.items.shift();
      line.size -= item.size;
      taken.push(item);
      takenSize += item.size;
      this.#bytes -= item.bytes;
      // To the end: the next take begins with the others.
      this.#lines.delete(owner);
      if (line.items.length > 0) this.#lines.set(owner, line);
    }
    this.#size -= takenSize;
    return taken;
  }
}
