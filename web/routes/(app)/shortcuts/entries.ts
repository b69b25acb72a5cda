import { goto } from '$app/navigation';
import { page } from '$app/state';
import { parseView, savedHref, STANDARD_VIEWS } from '$lib/filters';
import type { Project } from '$lib/server/projects.ts';
import type { SavedView } from '$lib/server/saved-views.ts';
import { openHref } from '../customers/filters/edit.ts';
import { goAndReach } from './keys.ts';

/** One line of the palette, and what it does. */
export interface Entry {
  id: string;
  kind: 'Page' | 'View' | 'Action' | 'Project' | 'Customer' | 'Help';
  text: string;
  detail?: string;
  /** Shown to whoever looks for it. */
  isRare?: boolean;
  run: () => unknown;
}

export interface Names {
  projects: Project[];
  views: SavedView[];
}

export interface Person {
  id: string;
  name: string | null;
  email: string;
}

const link = (kind: Entry['kind'], text: string, href: string): Entry => ({
  ...{ id: href, kind, text },
  run: () => goto(href),
});

/** The lines that are there before anything was read. */
export function fixedEntries(canEdit: boolean, showSheet: () => void): Entry[] {
  const action = (text: string, run: Entry['run']): Entry => ({
    id: text,
    kind: 'Action',
    text,
    run,
  });
  const views = STANDARD_VIEWS.filter(({ query }) => query !== '');
  return [
    link('Page', 'Customers', '/customers'),
    link('Page', 'Overview', '/overview'),
    link('Page', 'Projects', '/projects'),
    link('Page', 'Settings', '/settings'),
    link('Page', 'Members', '/settings/members'),
    ...views.map(({ name, query }) => link('View', name, `/customers${query}`)),
    ...(canEdit
      ? [
          action('New project', () => goAndReach('/projects', 'new-project')),
          action('Import customers', () => goto('/import')),
          action('Invite someone', () => goAndReach('/settings/members', 'invite')),
        ]
      : []),
    ...['light', 'dark', 'system'].map((theme) => ({
      ...action(`Theme: ${theme}`, () => choose(theme)),
      isRare: true,
    })),
    { id: 'sheet', kind: 'Help', text: 'Keyboard shortcuts', run: showSheet },
  ];
}

/** The lines of an account's own names. */
export function namedEntries({ projects, views }: Names): Entry[] {
  return [
    ...views.map((view) => link('View', view.name, savedHref(view))),
    ...projects.map(({ id, name }) => link('Project', name, `/projects/${id}`)),
  ];
}

/** Somebody, who opens beside the table that is shown; where there is no room for that, as a page. */
export function personEntry({ id, name, email }: Person): Entry {
  const shown = page.url.pathname === '/customers' ? page.url.searchParams : new URLSearchParams();
  const isWide = matchMedia('(width >= 640px)').matches;
  const href = isWide ? openHref(parseView(shown), id) : `/customers/${id}`;
  return { ...link('Customer', name ?? email, href), id, detail: name ? email : undefined };
}

/** The theme of this device, kept by the settings page. */
async function choose(theme: string): Promise<void> {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset.theme;
  else dataset.theme = theme;
  await fetch('/settings?/theme', {
    method: 'POST',
    headers: { 'x-sveltekit-action': 'true' },
    body: new URLSearchParams({ theme }),
  });
}
