import type { APIRequestContext } from '@playwright/test';

/** Every page that is reached by links from the home page, and what links to it. Files too. */
export async function crawl(request: APIRequestContext, start = '/') {
  const found = new Map<string, { status: number; from: string; html: boolean; text: string }>();
  const queue = [{ path: start, from: start }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, from } = next;
    if (found.has(path)) continue;
    const response = await request.get(path);
    const html = response.headers()['content-type']?.startsWith('text/html') ?? false;
    const text = await response.text();
    found.set(path, { status: response.status(), from, html, text });
    // The pages of the dashboard have tests of their own.
    if (!html || /^\/(sign-|forgot)/.test(path)) continue;
    for (const [, href] of text.matchAll(/<(?:a|link)[^>]* href="(\/[^"]*)"/g)) {
      queue.push({ path: href!.split('#')[0]!, from: path });
    }
  }
  return found;
}

/** The pages of the site among them. */
export async function sitePages(request: APIRequestContext): Promise<string[]> {
  const found = [...(await crawl(request))];
  return found.filter(([path, { html }]) => html && !/^\/sign-/.test(path)).map(([path]) => path);
}
