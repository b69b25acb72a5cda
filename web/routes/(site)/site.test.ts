import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feed } from './changelog.xml/feed.server.ts';
import { DOC_PAGES, PAGES } from './content.server.ts';
import { openapi } from './docs/http-api/api.server.ts';
import { sections } from './docs/search.json/sections.server.ts';
import { markdownOf } from './markdown.server.ts';
import { render } from './render.server.ts';

test('every page has its text, under the title that the navigation gives it', () => {
  for (const page of PAGES) expect(markdownOf(page)).toMatch(new RegExp(`^# ${page.title}\n`));
});

test('every page has an address of its own', () => {
  const paths = PAGES.map(({ path }) => path);
  expect(paths).toEqual([...new Set(paths)]);
});

test('every operation and every field of the API is on its page', () => {
  const text = markdownOf(DOC_PAGES.find(({ source }) => source === 'openapi')!);
  const { paths, components } = openapi();
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods)) {
      expect(text).toContain(`## ${method.toUpperCase()} ${path}\n`);
    }
  }
  for (const field of Object.keys(components.schemas.Identify!.properties!)) {
    expect(text).toContain(`| \`${field}\` |`);
  }
  expect(text).toContain('| `name` | string or null |');
  expect(text).not.toContain('undefined');
});

test('links between files of the repository lead to their pages, others are only words', () => {
  const deploy = PAGES.find(({ path }) => path === '/docs/deploy')!;
  expect(markdownOf(deploy)).toContain('[operations.md](/docs/operations)');
  for (const page of PAGES) expect(markdownOf(page)).not.toMatch(/\]\((?!https?:|\/|#)[^)]*\)/);
});

test('every file that a link of the repository or a line of code leads to is there', () => {
  const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    encoding: 'utf8',
  });
  const missing = tracked
    .split('\n')
    .filter((file) => /\.(md|ts|svelte|sql|toml|json|example)$/.test(file) && existsSync(file))
    .flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const named = [...text.matchAll(/(?<![\w./])docs\/[\w/-]+\.md\b/g)].map(([path]) => path);
      const linked = file.endsWith('.md')
        ? [...text.matchAll(/\]\((?!https?:|mailto:|\/)([^)#\s]+)/g)].map(([, to]) =>
            posix.join(posix.dirname(file), to!),
          )
        : [];
      return [...named, ...linked].filter((path) => !existsSync(path)).map((to) => [file, to]);
    });
  expect(missing).toEqual([]);
});

test('a guide shows the code of its example, which is tested', () => {
  const express = PAGES.find(({ path }) => path === '/docs/express')!;
  const code = readFileSync('examples/express/server.js', 'utf8').trimEnd();
  expect(markdownOf(express)).toContain(`\`\`\`js\n${code}\n\`\`\``);
  for (const page of PAGES) expect(markdownOf(page)).not.toMatch(/^@file/m);
});

test('every picture of the home page is there, in light and in dark', () => {
  const home = readFileSync('web/routes/(site)/+page.svelte', 'utf8');
  const names = [...home.matchAll(/^ {6}name: '(\w+)',$/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(3);
  const files = names.flatMap((name) =>
    ['light', 'dark'].map((colors) => `docs/screenshots/${name}-site-${colors}.webp`),
  );
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

describe('render', () => {
  test('headings have the ids of GitHub, and are told apart', () => {
    const { html, headings } = render('## `GET /health`\n\n## Same\n\n### Same\n');
    expect(html).toContain('<h2 id="get-health"><code>GET /health</code></h2>');
    expect(html).toContain('<h3 id="same-1">Same</h3>');
    expect(headings.map(({ id }) => id)).toEqual(['get-health', 'same']);
  });

  test('code is shown as it is, and scrolls by keyboard', () => {
    expect(render('```html\n<b>&amp;</b>\n```').html).toBe(
      '<pre class="code" tabindex="0"><code>&lt;b&gt;&amp;amp;&lt;/b&gt;</code></pre>\n',
    );
  });

  test('a table scrolls inside; where its corner is empty, that is no heading and each row has one', () => {
    const { html } = render('|   | a |\n| - | - |\n| b | 1 |\n');
    expect(html).toMatch(/^<div class="wide" tabindex="0"><table>/);
    expect(html).toContain('<td></td>\n<th>a</th>');
    expect(html).toContain('<th scope="row">b</th>\n<td>1</td>');
    expect(render('| x | a |\n| - | - |\n| b | 1 |\n').html).toContain('<td>b</td>');
  });
});

test('the search has a section for each heading, without marks', () => {
  const page = { ...DOC_PAGES[0]!, path: '/docs/x', title: 'X' };
  expect(sections(page, '# X\n\nFirst *words*.\n\n## A `b`\n\n| c |\n| - |\n')).toEqual([
    { id: '/docs/x', page: 'X', title: 'X', text: 'First words.' },
    { id: '/docs/x#a-b', page: 'X', title: 'A b', text: 'c' },
  ]);
});

test('a version with a date is an item of that day, one without has none', () => {
  const text = feed(
    '# C\n\n## Unreleased\n\n- a\n\n## 1.0.0 – 2026-12-01\n\n- b & c\n',
    'https://x',
  );
  expect(text.match(/<item>/g)).toHaveLength(2);
  expect(text).toContain('<link>https://x/changelog#100--2026-12-01</link>');
  expect(text.match(/<pubDate>Tue, 01 Dec 2026 00:00:00 GMT<\/pubDate>/g)).toHaveLength(1);
  expect(text).toContain('b &amp;amp; c');
});
