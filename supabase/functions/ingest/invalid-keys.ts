import { Quota } from './quota.ts';

const WINDOW_S = 60;
/** Beyond these, addresses that sent no wrong key lately are forgotten. */
const MOST_ADDRESSES = 10_000;

/**
 * How many requests with a wrong key an address may send in a minute: each costs a look into the
 * database. Who sends a key that was accepted before is never held back by it.
 */
export class InvalidKeys {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #addresses = new Map<string, Quota>();

  /** `perMinute` 0: no limit. */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Seconds until this address may send one more, or 0 when it may now. */
  waitS(address: string): number {
    const quota = this.#addresses.get(address);
    if (!quota || quota.take(0, this.#perMinute).remaining > 0) return 0;
    return Math.ceil(WINDOW_S / this.#perMinute);
  }

  /** One more request of this address had a wrong key. */
  count(address: string): void {
    if (this.#perMinute === 0) return;
    let quota = this.#addresses.get(address);
    if (!quota) {
      if (this.#addresses.size >= MOST_ADDRESSES) this.#makeRoom();
      this.#addresses.set(address, (quota = new Quota(WINDOW_S, this.#now)));
    }
    quota.take(1, this.#perMinute);
  }

  #makeRoom(): void {
    for (const [address, quota] of this.#addresses) {
      if (quota.isFull) this.#addresses.delete(address);
    }
    // An attack from many addresses: the oldest ones go.
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size >= MOST_ADDRESSES) this.#addresses.delete(oldest!);
  }
}
