const EMAIL = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:]+$/;
const NAMED = /^\s*"?([^"<>]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$/;

/** True if a cell holds one email, plainly or as "Alex Doe <alex@example.com>" or mailto: link. */
export function looksLikeEmail(cell: string): boolean {
  return EMAIL.test(readAddress(cell).email);
}

/** The email in a cell, and the name when the cell is written like the head of a mail. */
export function readAddress(cell: string): { email: string; name?: string } {
  const named = NAMED.exec(cell);
  if (named) return { email: named[2]!, ...(named[1] ? { name: named[1].trim() } : {}) };
  return { email: cell.trim().replace(/^mailto:/i, '') };
}
