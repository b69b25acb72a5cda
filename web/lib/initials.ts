const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const SAYS_SOMETHING = /[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u;
/** Scripts whose letters join: two initials would read as a word. */
const JOINS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Nko}\p{Script=Mandaic}]/u;

/** The initials of a name or an email, of the first and the last word: whole letters and emoji, no signs. */
export function initialsOf(name: string): string {
  const words = name
    .normalize('NFC')
    .split('@')[0]!
    .split(/[\s._-]+/);
  const all = words.map(firstLetter).filter((letter) => letter !== '');
  const [first = '', ...others] = all;
  const last = JOINS.test(first) ? '' : (others.at(-1) ?? '');
  return first.toLocaleUpperCase('en') + last.toLocaleUpperCase('en');
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) if (SAYS_SOMETHING.test(segment)) return segment;
  return '';
}
