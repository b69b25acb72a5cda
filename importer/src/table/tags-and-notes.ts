/** What stands between the tags of a cell, in spreadsheets and in what programs export. */
const BETWEEN = /[,;|\r\n]| ::: /;

/** The tags in a cell, each once: a list of a database, JSON, or words with commas and the like between them. */
export function readTags(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(String) : split(String(value).trim());
  return [...new Set(parts.map(toTag).filter((tag) => tag !== ''))];
}

/** The notes in a cell: its text, or each text of a list. */
export function readNotes(value: unknown): string[] {
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

function split(cell: string): string[] {
  if (cell.startsWith('[')) {
    try {
      return (JSON.parse(cell) as unknown[]).map(String);
    } catch {
      // A tag may begin so.
    }
  }
  // Postgres writes a list so.
  const list = /^\{(.*)\}$/s.exec(cell)?.[1] ?? cell;
  return list.split(BETWEEN);
}

function toTag(part: string): string {
  const text = part.replace(/\s+/g, ' ').trim();
  return /^".*"$/.test(text) ? text.slice(1, -1).trim() : text;
}
