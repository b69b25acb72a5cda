import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { env } from '$env/dynamic/private';
import { isServiceName, SERVICE_FIELDS } from '$contract/services.ts';
import { applied, readMapping } from '../mapping.ts';
import { SERVICES } from '../services.ts';
import { attempt } from '$lib/server/database.ts';
import { text } from '$lib/server/form.ts';
import { requireMember } from '$lib/server/member.ts';
import { readProjectSettings } from '$lib/server/project-settings.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';
import {
  createReceiver,
  deleteReceiver,
  listDeliveries,
  listReceivers,
  setReceiverMapping,
  setReceiverSecret,
} from '../receivers.server.ts';

/** The service that the address names, or the page error for one that there is none for. */
function serviceOf({ params }: RequestEvent) {
  const name = params.service ?? '';
  if (!isServiceName(name)) error(404, { message: 'This service isn’t supported.' });
  return name;
}

/** Where the service delivers to: the function beside its database, where the region of that is known. */
function urlOf(name: string, receiverId: string): string {
  const functions = (env.INGEST_URL ?? '').replace(/\/ingest\/?$/, '');
  const region = env.SUPABASE_REGION;
  const query = region ? `?forceFunctionRegion=${region}` : '';
  return `${functions}/receive/${name}/${receiverId}${query}`;
}

export async function load(event) {
  const name = serviceOf(event);
  const { supabase } = event.locals;
  const [project, receivers] = await readAsMember(event, async (accountId) => {
    const receivers = listReceivers(supabase, event.params.id);
    // What there is to say about a project that is not there, the next line says.
    receivers.catch(() => {});
    const project = await readProjectSettings(supabase, accountId, event.params.id);
    return [project, await receivers] as const;
  });
  const receiver = receivers.find(({ service }) => service === name);
  return {
    project,
    service: SERVICES[name],
    own: SERVICE_FIELDS[name].own,
    marksTests: 'marksTests' in SERVICE_FIELDS[name],
    receiver: receiver && {
      id: receiver.id,
      url: urlOf(name, receiver.id),
      ...applied(SERVICE_FIELDS[name], receiver.mapping),
      countsTests: receiver.mapping.count_tests === true,
      deliveries: await listDeliveries(supabase, receiver.id),
    },
  };
}

export const actions = {
  create: async (event) => {
    await requireMember(event);
    const name = serviceOf(event);
    return attempt(async () => {
      const made = await createReceiver(event.locals.supabase, event.params.id, name);
      return SERVICES[name].secret.by === 'us'
        ? { secret: made }
        : { done: 'Webhook URL created.' };
    });
  },

  secret: async (event) => {
    await requireMember(event);
    const { title, secret } = SERVICES[serviceOf(event)];
    const byService = secret.by === 'service';
    const form = await event.request.formData();
    if (byService && !text(form, 'secret').startsWith(secret.prefix ?? '')) {
      return fail(422, {
        message: `${title}’s signing secret starts with ${secret.prefix}. Copy the whole secret.`,
      });
    }
    return attempt(async () => {
      const given = byService ? text(form, 'secret') : undefined;
      const made = await setReceiverSecret(event.locals.supabase, text(form, 'id'), given);
      return byService ? { done: 'Signing secret saved.' } : { secret: made };
    });
  },

  mapping: async (event) => {
    await requireMember(event);
    const form = await event.request.formData();
    const mapping = readMapping(form, SERVICE_FIELDS[serviceOf(event)]);
    return attempt(async () => {
      await setReceiverMapping(event.locals.supabase, text(form, 'id'), mapping);
      return { done: 'Mapping saved.' };
    });
  },

  remove: async (event) => {
    await requireMember(event);
    const id = text(await event.request.formData(), 'id');
    const answer = await attempt(async () => {
      await deleteReceiver(event.locals.supabase, id);
    });
    if (!answer) redirect(303, `/projects/${event.params.id}#receivers`);
    return answer;
  },
};
