const EMAIL = /^[^\s@<>"(),;:]+@[^\s@<>"(),;:]+\.[^\s@<>"(),;:]+$/;
/** Space of any width, marks that are none, and quotes of people who meant the straight ones. */
const AROUND =
  /^[\s\u200b-\u200f\u2060\ufeff\u00ad“”„‘’‚«»]+|[\s\u200b-\u200f\u2060\ufeff\u00ad“”„‘’‚«»;,]+$/g;
const NAMED = /^\s*"?([^"<>]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$/;

/** True if a cell holds one email, plainly or as "Alex Doe <alex@example.com>" or mailto: link. */
export function looksLikeEmail(cell: string): boolean {
  return EMAIL.test(readAddress(cell).email);
}

/** The email in a cell, and the name when the cell is written like the head of a mail. */
export function readAddress(cell: string): { email: string; name?: string } {
  const named = NAMED.exec(bare(cell));
  if (named) return { email: named[2]!, ...(named[1] ? { name: named[1].trim() } : {}) };
  return { email: bare(cell).replace(/^mailto:/i, '') };
}

/** A cell without what nobody sees, and without typographic quotes, around it. */
function bare(cell: string): string {
  return cell.replace(AROUND, '');
}
