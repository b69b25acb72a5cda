import { ingestAddress } from '$lib/server/ingest-address.ts';
import { redirect, type RequestEvent } from '@sveltejs/kit';
import { looksCookie, parseLook, parseLooks, parseRows, savedHref, withLook } from '$lib/filters';
import { countCustomers, searchCustomers } from '$lib/server/customers.ts';
import { attempt, type Supabase } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { lookedAt, requireMember } from '$lib/server/member.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import { SDK } from '$lib/server/sdk.ts';
import { deleteView, moveView, renameView, saveView } from '$lib/server/saved-views.ts';

export async function load(event) {
  const { supabase } = event.locals;
  event.untrack(() => lookAsLastTime(event));
  // Columns, layout and the panel change no row: only what does makes the page ask again.
  const rows = parseRows(event.url.searchParams);
  const view = { ...rows, ...event.untrack(() => parseLook(event.url.searchParams)) };

  const { customers, count } = await readAsMember(event, async (accountId) => {
    // Not awaited: counting may cost more than the page, which is sent without it.
    const count = countCustomers(supabase, accountId, view).catch(() => null);
    return { customers: await searchCustomers(supabase, accountId, view), count };
  });
  return { view, customers, count, ingest: ingestAddress(event.url), sdk: SDK };
}

/** Leads to the address that says how the view looked last in this browser, unless this one says its own. */
function lookAsLastTime(event: RequestEvent): void {
  const kept = event.cookies.get(looksCookie(lookedAt(event) ?? ''));
  if (!kept) return;
  const query = withLook(event.url.searchParams, parseLooks(kept));
  if (query) redirect(307, `/customers${query}`);
}

/** The actions on saved views. Each ends on the page it came from, or on the view. */
export const actions = {
  saveView: (event) =>
    onView(event, async (supabase, accountId, form) => {
      const saved = await saveView(supabase, accountId, text(form, 'name'), text(form, 'query'));
      return savedHref(saved);
    }),
  renameView: (event) =>
    onView(event, (supabase, accountId, form) =>
      renameView(supabase, accountId, text(form, 'id'), text(form, 'name')),
    ),
  moveView: (event) =>
    onView(event, (supabase, accountId, form) =>
      moveView(supabase, accountId, text(form, 'id'), Number(form.get('position'))),
    ),
  deleteView: (event) =>
    onView(event, async (supabase, accountId, form) => {
      await deleteView(supabase, accountId, text(form, 'id'));
      return '/customers';
    }),
};

type Change = (supabase: Supabase, accountId: string, form: FormData) => Promise<string | void>;

async function onView(event: RequestEvent, change: Change) {
  const { account } = await requireMember(event);
  const form = await event.request.formData();
  const result = await attempt(async () => ({
    href: await change(event.locals.supabase, account.id, form),
  }));
  if ('href' in result && result.href) redirect(303, result.href);
  return result;
}
