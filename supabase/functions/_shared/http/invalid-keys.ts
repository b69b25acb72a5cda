import { Quota } from './quota.ts';

const WINDOW_S = 60;
/** Beyond these, senders of no wrong key lately are forgotten. */
const MAX_SENDERS = 10_000;

/**
 * The requests with a wrong key or signature that a sender may make in a minute: each costs a look
 * into the database. A sender is an address, or an address and what it sends to.
 */
export class InvalidKeys {
  readonly #perMinute: number;
  readonly #now: () => number;
  readonly #senders = new Map<string, Quota>();

  /** `perMinute` 0: no limit. */
  constructor(perMinute: number, now: () => number = () => performance.now()) {
    this.#perMinute = perMinute;
    this.#now = now;
  }

  /** Seconds until this sender may send one more, or 0 when it may now. */
  waitS(sender: string): number {
    const quota = this.#senders.get(sender);
    if (!quota || quota.take(0, this.#perMinute).remaining > 0) return 0;
    return Math.ceil(WINDOW_S / this.#perMinute);
  }

  /** One more request of this sender had a wrong key or signature. */
  count(sender: string): void {
    if (this.#perMinute === 0) return;
    let quota = this.#senders.get(sender);
    if (!quota) {
      if (this.#senders.size >= MAX_SENDERS) this.#makeRoom();
      this.#senders.set(sender, (quota = new Quota(WINDOW_S, this.#now)));
    }
    quota.take(1, this.#perMinute);
  }

  #makeRoom(): void {
    for (const [sender, quota] of this.#senders) {
      if (quota.isFull) this.#senders.delete(sender);
    }
    // An attack from many addresses: the oldest ones go.
    const [oldest] = this.#senders.keys();
    if (this.#senders.size >= MAX_SENDERS) this.#senders.delete(oldest!);
  }
}
