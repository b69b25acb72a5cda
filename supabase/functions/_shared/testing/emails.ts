import { canonicalEmail } from '../contract/canonical-email.ts';

const PIECES = [
  ...'abzABZ019.-_+@@@',
  "'",
  ...'éÉßıİÅåﬁＡ①ΣςάǰǱ한글例。．｡／％🙂👩\u0301\u030c\u0331\u200d\ufe0f\u00ad ',
  'xn--',
  'XN--',
  '.com',
  '.de',
  '@example.com',
  '@bücher.de',
];

/** Texts that look like emails and mostly are none: the same ones in every run. */
export function* emailLikeTexts(count: number): Generator<string> {
  const random = seededRandom(20261123);
  for (let i = 0; i < count; i++) {
    const length = 1 + Math.floor(random() * 14);
    yield Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
  }
}

/** Different emails in canonical form, as odd as it allows. */
export function acceptedEmails(count: number): string[] {
  const found = new Set<string>();
  for (const text of emailLikeTexts(100_000)) {
    const result = canonicalEmail(text);
    if ('email' in result) found.add(result.email);
    if (found.size === count) break;
  }
  return [...found];
}

/** The same numbers in every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
