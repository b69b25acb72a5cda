/** The owner of what waits. */
export interface Owner {
  /** Accounts take turns. */
  account: string;
  /** Those of one account take turns among themselves. */
  project: string;
}

/** Keys that nobody knows are together one account's. */
export const strangerOf = (keyHash: string): Owner => ({ account: 'unknown', project: keyHash });
/** So are those that were accepted, until the database has told whose they are: 200 new keys would take 200 turns. */
export const newcomerOf = (keyHash: string): Owner => ({ account: 'new', project: keyHash });

/** A thing that waits, and its owner. */
interface Sized {
  readonly owner: Owner;
  /** The number of calls. */
  readonly size: number;
  /** The memory it takes, roughly. */
  readonly bytes: number;
}

interface Line<Item> {
  items: Item[];
  size: number;
}

/** Map keeps the order of insertion: whoever is at the front is served next. */
interface Lines<Item> {
  projects: Map<string, Line<Item>>;
  size: number;
}

/**
 * First in, first out for each project. Accounts take turns, and so do the projects of each: who
 * sends much only delays themselves, however many projects they send it from.
 */
export class FairQueue<Item extends Sized> {
  readonly #accounts = new Map<string, Lines<Item>>();
  #size = 0;
  #bytes = 0;

  /** The sizes of all that waits. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** The number of accounts of which something waits. */
  get accounts(): number {
    return this.#accounts.size;
  }

  /** The size of what waits of an account, and of a project in it. */
  sizesOf({ account, project }: Owner): { account: number; project: number } {
    const lines = this.#accounts.get(account);
    return { account: lines?.size ?? 0, project: lines?.projects.get(project)?.size ?? 0 };
  }

  add(item: Item): void {
    const { lines, line } = this.#lineOf(item.owner);
    line.items.push(item);
    for (const each of [line, lines]) each.size += item.size;
    this.#size += item.size;
    this.#bytes += item.bytes;
  }

  /**
   * Gives what waits of one owner to another, before what that one has: who turned out to be somebody else
   * would have two turns otherwise, and the older calls of the two would wait longest.
   */
  move(from: Owner, to: Owner): void {
    const before = this.#accounts.get(from.account);
    const moved = before?.projects.get(from.project);
    if (!before || !moved || (from.account === to.account && from.project === to.project)) return;
    before.projects.delete(from.project);
    before.size -= moved.size;
    if (before.projects.size === 0) this.#accounts.delete(from.account);
    const { lines, line } = this.#lineOf(to);
    line.items = [...moved.items, ...line.items];
    for (const each of [line, lines]) each.size += moved.size;
  }

  /** Takes items up to `size` in all, but one at least unless none waits. */
  take(size: number): Item[] {
    const taken: Item[] = [];
    let takenSize = 0;
    while (this.#accounts.size > 0) {
      const [account, lines] = this.#accounts.entries().next().value!;
      const [project, line] = lines.projects.entries().next().value!;
      const item = line.items[0]!;
      if (taken.length > 0 && takenSize + item.size > size) break;
      line.items.shift();
      for (const each of [line, lines]) each.size -= item.size;
      taken.push(item);
      takenSize += item.size;
      this.#bytes -= item.bytes;
      // To the end: the next take begins with the others.
      lines.projects.delete(project);
      if (line.items.length > 0) lines.projects.set(project, line);
      this.#accounts.delete(account);
      if (lines.projects.size > 0) this.#accounts.set(account, lines);
    }
    this.#size -= takenSize;
    return taken;
  }

  #lineOf({ account, project }: Owner): { lines: Lines<Item>; line: Line<Item> } {
    let lines = this.#accounts.get(account);
    if (!lines) this.#accounts.set(account, (lines = { projects: new Map(), size: 0 }));
    let line = lines.projects.get(project);
    if (!line) lines.projects.set(project, (line = { items: [], size: 0 }));
    return { lines, line };
  }
}
