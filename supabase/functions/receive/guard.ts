import type { InvalidKeys } from '../_shared/http/invalid-keys.ts';
import { Problem } from '../_shared/contract/problems.ts';

/**
 * Holds back who sends to a receiver that is none, or with signatures that are wrong. Services send
 * for all their customers from a few addresses, and anybody can make them send here: so it counts
 * for each receiver and address, and what is rightly signed always passes.
 */
export class Guard {
  readonly #unknown: InvalidKeys;
  readonly #wrong: InvalidKeys;

  constructor(create: () => InvalidKeys) {
    this.#unknown = create();
    this.#wrong = create();
  }

  /** True if this receiver was so often found missing that nobody needs to look again. */
  isUnknown(id: string, address: string): boolean {
    return this.#unknown.waitS(senderOf(id, address)) > 0;
  }

  /** One more delivery for a receiver that is not there. */
  countUnknown(id: string, address: string): void {
    this.#unknown.count(senderOf(id, address));
  }

  /** One more delivery with a wrong signature. Throws a Problem when they are too many to be noted. */
  countWrong(id: string, address: string): void {
    const sender = senderOf(id, address);
    const waitS = this.#wrong.waitS(sender);
    if (waitS === 0) return this.#wrong.count(sender);
    throw new Problem(
      'too_many_invalid_keys',
      'Too many requests from this address had an invalid signature. Check the signing secret, then wait.',
      { headers: { 'retry-after': String(waitS) } },
    );
  }
}

function senderOf(id: string, address: string): string {
  return `${id} ${address}`;
}
