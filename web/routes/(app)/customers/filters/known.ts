import { savedHref, STANDARD_VIEWS, standardHref, type View } from '$lib/filters';
import type { SavedView } from '$lib/server/saved-views.ts';
import type { Subjects } from './edit.ts';
import type { Known } from './suggest.ts';

/** What the search box can offer on the page that shows a view. */
export function knownOn(view: View, subjects: Subjects, views: SavedView[]): Known {
  const standard = STANDARD_VIEWS.filter(({ query }) => query !== '');
  return {
    ...subjects,
    views: [
      ...views.map((saved) => ({ name: saved.name, href: savedHref(saved) })),
      ...standard.map(({ name, query }) => ({ name, href: standardHref(query, view) })),
    ],
  };
}

/** The view with what was taken from the suggestions beside what it has. */
export function withFilters(view: View, { conditions, search }: Found): View {
  return { ...view, search, conditions: [...view.conditions, ...conditions] };
}

type Found = Pick<View, 'conditions' | 'search'>;
