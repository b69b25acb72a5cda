import { render, slug } from '../render.server.ts';

/** The changelog as RSS 2.0: an item for each version, with the date of a heading that ends in one. */
export function feed(changelog: string, origin: string): string {
  const items = changelog
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [title = '', ...lines] = part.split('\n');
      const date = /\d{4}-\d{2}-\d{2}$/.exec(title.trim())?.[0];
      const address = `${origin}/changelog#${slug(title)}`;
      return `<item>
<title>${escape(title.trim())}</title>
<link>${address}</link>
<guid>${address}</guid>${date ? `\n<pubDate>${new Date(date).toUTCString()}</pubDate>` : ''}
<description>${escape(render(lines.join('\n')).html)}</description>
</item>`;
    });
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>TinyCRM changelog</title>
<link>${origin}/changelog</link>
<description>What you’ll notice as a user of TinyCRM.</description>
<atom:link href="${origin}/changelog.xml" rel="self" type="application/rss+xml"/>
${items.join('\n')}
</channel>
</rss>
`;
}

/** Text as XML. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
