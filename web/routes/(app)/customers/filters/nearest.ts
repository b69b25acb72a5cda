/** The words that a mistyped one may have been, with at most so many slips. */
export function nearest<T extends string>(typed: string, words: readonly T[], most: number): T[] {
  return words.filter((word) => slips(typed.toLowerCase(), word.toLowerCase()) <= most);
}

/** How many letters must be added, left out, changed or swapped with the next to make one word of the other. */
function slips(a: string, b: string): number {
  let last: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const isSwapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next.push(
        Math.min(
          ...[next[j]! + 1, row[j + 1]! + 1, row[j]! + Number(a[i] !== b[j])],
          ...(isSwapped ? [last[j - 1]! + 1] : []),
        ),
      );
    }
    last = row;
    row = next;
  }
  return row[b.length]!;
}
