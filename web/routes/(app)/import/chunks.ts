const MAX_ROWS = 500;
/** Well under what servers take in one request (4.5 MB at Vercel). */
const MAX_CHARACTERS = 1_000_000;

/** The end of the step that begins with row `first`: 500 rows or about a megabyte, one row at least. */
export function endOfChunk(rows: readonly unknown[], first: number): number {
  let characters = 0;
  let end = first;
  while (end < rows.length && end - first < MAX_ROWS) {
    characters += JSON.stringify(rows[end]).length;
    if (characters > MAX_CHARACTERS && end > first) break;
    end++;
  }
  return end;
}
