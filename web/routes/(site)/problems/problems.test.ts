import { expect, test } from 'vitest';
import { PROBLEMS } from '$contract/problems.ts';
import { PAGES } from '../content.server.ts';
import { openapi } from '../docs/http-api/api.server.ts';
import { markdownOf } from '../markdown.server.ts';
import { WORDS } from './list.ts';

const pages = PAGES.filter(({ path }) => path.startsWith('/problems/'));
const codes = pages.map(({ path }) => path.slice('/problems/'.length));

test('every code that a function can answer with has a page', () => {
  expect(codes.length).toBeGreaterThan(20);
  expect(codes).toEqual(Object.keys(PROBLEMS));
});

test('every code has words of its own, and no words are left of a code that is gone', () => {
  expect(codes.filter((code) => !WORDS[code])).toEqual([]);
  expect(Object.keys(WORDS).filter((code) => !codes.includes(code))).toEqual([]);
});

test('the page of a code is where the type of its document leads, and shows that document', () => {
  for (const page of pages) {
    const [, json] = /```json\n(.*?)\n```/s.exec(markdownOf(page))!;
    const document = JSON.parse(json!);
    expect(new URL(document.type).pathname).toBe(page.path);
    expect(document).toMatchObject({ code: page.title, detail: expect.stringMatching(/\.$/) });
  }
});

test('what may be tried again is a 429, a 5xx or a body that did not arrive, and nothing else', () => {
  for (const [code, [status]] of Object.entries(PROBLEMS)) {
    const worth = ['later', 'moment'].includes(WORDS[code]!.retry);
    if (worth) expect.soft(status === 429 || status >= 500, code).toBe(true);
    const lost = ['incomplete_body', 'request_timeout'].includes(code);
    expect.soft(WORDS[code]!.retry === 'again', code).toBe(lost);
  }
});

test('the page of all problems and the page of the API lead to every code they name', () => {
  const all = markdownOf(PAGES.find(({ path }) => path === '/problems')!);
  for (const { path } of pages) expect(all).toContain(`](${path})`);
  const api = markdownOf(PAGES.find(({ source }) => source === 'openapi')!);
  const { code } = openapi().components.schemas.Problem!.properties!;
  for (const one of code!.enum!) expect(api).toContain(`](/problems/${one})`);
});
