import type { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import { Problem } from '../_shared/contract/problems.ts';

const MAX_TRUSTED = 10_000;

/**
 * Holds back who sends to a receiver that is none, or with signatures that are wrong. Services send
 * for all their customers from a few addresses, and anybody can make them send here: so it counts
 * for each receiver and address, and what is rightly signed always passes.
 */
export class Guard {
  readonly #unknown: InvalidKeys;
  readonly #wrong: InvalidKeys;
  /** Those that got something rightly signed. */
  readonly #trusted = new Set<string>();

  constructor(create: () => InvalidKeys) {
    this.#unknown = create();
    this.#wrong = create();
  }

  /** By whom to count what comes for a receiver before it is read, and so before who signed it is known. */
  senderOf(id: string): string {
    return this.#trusted.has(id) ? id : 'unknown';
  }

  /** Something rightly signed came for this receiver. */
  trust(id: string): void {
    if (this.#trusted.size >= MAX_TRUSTED) this.#trusted.clear();
    this.#trusted.add(id);
  }

  /** True if this receiver was so often found missing that nobody needs to look again. */
  isUnknown(id: string, address: string): boolean {
    return this.#unknown.waitS(fromTo(id, address)) > 0;
  }

  /** One more delivery for a receiver that is not there. */
  countUnknown(id: string, address: string): void {
    this.#unknown.count(fromTo(id, address));
  }

  /** One more delivery with a wrong signature. Throws a Problem when they are too many to be noted. */
  countWrong(id: string, address: string): void {
    const sender = fromTo(id, address);
    const waitS = this.#wrong.waitS(sender);
    if (waitS === 0) return this.#wrong.count(sender);
    throw new Problem(
      'too_many_invalid_keys',
      'Too many requests from this address were not signed as they should be. Check the secret and wait.',
      { headers: { 'retry-after': String(waitS) } },
    );
  }
}

function fromTo(id: string, address: string): string {
  return `${id} ${address}`;
}
