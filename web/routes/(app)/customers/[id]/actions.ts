import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import type { Json } from '$lib/database.types.ts';
import { readParamsPatch } from '../panel/params-patch.ts';
import { attempt, unwrap } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { typedEmail } from '$contract/typed-email.ts';
import { STATUSES } from '$contract/statuses.ts';

/** The actions of members on one customer. Each answers with `done`, or with a `message` to show. */
export const customerActions = {
  name: (event) =>
    change(event, async (form, target) =>
      unwrap(
        await event.locals.supabase.rpc('edit_customer', { ...target, name: text(form, 'name') }),
      ),
    ),

  /** Status and params in one project. */
  project: async (event) => {
    let patch: Json;
    const form = await event.request.formData();
    try {
      patch = readParamsPatch(text(form, 'before'), text(form, 'params'));
    } catch (cause) {
      return fail(422, { message: (cause as Error).message });
    }
    const status = STATUSES.find((known) => known === form.get('status'));
    return change(
      event,
      async (_, target) =>
        unwrap(
          await event.locals.supabase.rpc('edit_customer_project', {
            ...target,
            project_id: text(form, 'project'),
            // What was not changed stays as it is, whatever a call made of it in the meantime.
            ...(status && status !== form.get('status-before') && { status }),
            ...(Object.keys(patch as object).length > 0 && { params: patch }),
            ...editOf(form),
          }),
        ),
      form,
    );
  },

  tag: (event) =>
    change(event, async (form, { account_id, customer_id }) =>
      unwrap(
        await event.locals.supabase.rpc('tag_customers', {
          account_id,
          tag: text(form, 'tag'),
          customer_ids: [customer_id],
          ...editOf(form),
        }),
      ),
    ),

  untag: (event) =>
    change(event, async (form, { account_id, customer_id }) =>
      unwrap(
        await event.locals.supabase.rpc('untag_customers', {
          account_id,
          tag: text(form, 'tag'),
          customer_ids: [customer_id],
          ...editOf(form),
        }),
      ),
    ),

  note: (event) =>
    change(event, async (form, target) =>
      unwrap(await event.locals.supabase.rpc('add_note', { ...target, body: text(form, 'body') })),
    ),

  deleteNote: (event) =>
    change(event, async (form, { account_id }) =>
      unwrap(
        await event.locals.supabase.rpc('delete_note', {
          account_id,
          note_id: text(form, 'note'),
          ...editOf(form),
        }),
      ),
    ),

  /** Erases the customer, whose email must have been typed. */
  erase: async (event) => {
    const form = await event.request.formData();
    if (typedEmail(text(form, 'confirmation')) !== text(form, 'email')) {
      return fail(422, { message: 'Type the whole email to delete this person.' });
    }
    const result = await change(
      event,
      async (_, { account_id, customer_id }) =>
        unwrap(
          await event.locals.supabase.rpc('erase_customers', {
            account_id,
            customer_ids: [customer_id],
          }),
        ),
      form,
    );
    if ('done' in result) redirect(303, '/customers');
    return result;
  },
} satisfies Actions;

/** The id that the page undoes a change by. Without a script there is none. */
function editOf(form: FormData): { edit_id?: string } {
  const id = text(form, 'edit');
  return id ? { edit_id: id } : {};
}

type Target = { account_id: string; customer_id: string };

async function change(
  event: RequestEvent,
  run: (form: FormData, target: Target) => Promise<unknown>,
  given?: FormData,
) {
  const { account } = await requireMember(event);
  const form = given ?? (await event.request.formData());
  return attempt(async () => {
    await run(form, { account_id: account.id, customer_id: event.params.id! });
    return { done: true };
  });
}
