import { json } from '@sveltejs/kit';
import { DOC_PAGES } from '../../content.server.ts';
import { markdownOf } from '../../markdown.server.ts';
import { PROBLEM_PAGES } from '../../problems/list.ts';
import { sections } from './sections.server.ts';

export const prerender = true;

/**
 * The texts that the search of the documentation looks through: one for each heading, and one for
 * each problem.
 */
export function GET() {
  return json([
    ...DOC_PAGES.flatMap((page) => sections(page, markdownOf(page))),
    ...PROBLEM_PAGES.map((page) => ({
      id: page.path,
      page: 'Problems',
      title: page.title,
      text: page.description,
    })),
  ]);
}
