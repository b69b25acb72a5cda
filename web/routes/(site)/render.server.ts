import { Marked, type Tokens } from 'marked';

export interface Rendered {
  html: string;
  /** The headings of the second level, for a list of what is on the page. */
  headings: { id: string; text: string }[];
}

/** Markdown of this repository as HTML. Not for text of anybody else: HTML in it stays. */
export function render(markdown: string): Rendered {
  const headings: Rendered['headings'] = [];
  const ids = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const id = unused(ids, slug(text));
        const html = this.parser.parseInline(tokens);
        if (depth === 2) headings.push({ id, text: html.replace(/<[^>]+>/g, '') });
        return `<h${depth} id="${id}">${html}</h${depth}>\n`;
      },
      // What may be wider than a phone scrolls by itself, also by keyboard.
      code({ text }: Tokens.Code) {
        return `<pre class="code" tabindex="0"><code>${escape(text)}</code></pre>\n`;
      },
    },
  });
  const html = marked
    .parse(markdown, { async: false })
    .replace(/<table>\n<thead>\n<tr>\n<th[^>]*><\/th>[^]*?<\/table>/g, namedRows)
    .replaceAll('<table>', '<div class="wide" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>')
    // The empty corner of a table is no heading.
    .replace(/<th([^>]*)><\/th>/g, '<td$1></td>');
  return { html, headings };
}

/** A table whose corner is empty says in its first column what each row is. */
function namedRows(table: string): string {
  return table.replace(/<tr>\n<td([^>]*)>(.*?)<\/td>/gs, '<tr>\n<th scope="row"$1>$2</th>');
}

/** As GitHub makes them, so that links between the files work in both places. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

function unused(ids: Map<string, number>, id: string): string {
  const count = ids.get(id) ?? 0;
  ids.set(id, count + 1);
  return count ? `${id}-${count}` : id;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
