/**
 * A mail of Auth as plain text, made of its HTML. The embedded Auth has a text of its own, whose link
 * leads to a page that there is none of, with a code for which there is no field.
 */
export function textOf(html: string): string {
  return html
    .replace(/<a\s[^>]*?href="([^"]*)"[^>]*>(.*?)<\/a\s*>/gs, '$2: $1')
    .replace(/<\/(p|h1|div)\s*>/g, '\n\n')
    .replace(/<[^>]+>/g, '')
    .replaceAll('&amp;', '&')
    .replace(/[ \t]*\n[ \t]*/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
