/** The words that a mistyped one may have been, with at most so many slips. */
export function nearest<T extends string>(typed: string, words: readonly T[], most: number): T[] {
  return words.filter((word) => slips(typed.toLowerCase(), word.toLowerCase()) <= most);
}

/** How many letters must be added, left out or changed to make one word of the other. */
function slips(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + Number(letter !== b[j])));
    }
    row = next;
  }
  return row[b.length]!;
}
