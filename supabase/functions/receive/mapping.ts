import { canonicalEmail } from '../_shared/contract/canonical-email.ts';
import { LIMITS } from '../_shared/contract/limits.ts';
import type { Mapping } from '../_shared/contract/services.ts';
import type { Status } from '../_shared/contract/statuses.ts';
import { toUtc } from '../_shared/contract/timestamp.ts';
import type { Ignored, Reading, Service, Value } from './service.ts';

/** A delivery as `ingest.receive` takes it. */
export interface Event {
  event_id: string;
  event_type: string;
  at: string | null;
  external_id?: string;
  email?: string;
  email_is_hint?: boolean;
  name?: string;
  seen_at?: string;
  status?: Status | null;
  status_at?: string;
  purchase?: string;
  needs_purchase?: boolean;
  of_subscription?: string;
  ends_subscriptions?: boolean;
  yields?: string[];
  params?: Record<string, Value>;
  params_at?: string;
  subscriptions?: {
    id: string;
    /** Without one it stays what it was. */
    status?: Status | null;
    params: Record<string, Value>;
    sums: Record<string, number>;
    unit: string;
    purchase?: string;
  }[];
  /** Of a delivery that is only noted. */
  outcome?: 'ignored' | 'refused';
  /** What the founder should know of it. */
  detail?: string;
}

/** The event that a delivery becomes under a mapping. One with an invalid email is refused. */
export function toEvent(reading: Reading, service: Service, mapping: Mapping): Event {
  const event: Event = {
    event_id: clean(reading.eventId),
    event_type: typeOf(reading.type, service),
    at: toTime(reading.at),
    external_id: reading.externalId && clean(reading.externalId),
    name: toName(reading.name),
    seen_at: reading.seenAt === undefined ? undefined : toTime(reading.seenAt),
  };
  if (reading.email !== undefined) {
    const result = canonicalEmail(reading.email);
    if ('problem' in result) return { ...event, outcome: 'refused', detail: result.problem };
    event.email = result.email;
    event.email_is_hint = reading.emailIsHint;
  }
  const statuses: Mapping['statuses'] = { ...service.statuses, ...mapping.statuses };
  const names: Mapping['params'] = { ...service.params, ...mapping.params };
  const statusOf = (word: string) => (Object.hasOwn(statuses, word) ? statuses[word] : undefined);
  const words = [reading.word, ...(reading.subscriptions ?? []).map(({ word }) => word)];
  const unknown = words.find((word) => word !== undefined && !Object.hasOwn(statuses, word));
  if (unknown !== undefined) {
    event.detail = `“${clean(unknown).slice(0, 100)}” isn’t a status that TinyCRM knows: the status stays the same.`;
  }
  if (reading.subscriptions) {
    const subscriptions = reading.subscriptions.map(
      ({ id, word, fields, sums, unit, purchase }) => ({
        ...{ id: clean(id), status: statusOf(word), unit: clean(unit) },
        purchase: purchase && clean(purchase),
        params: rename(fields, names),
        sums: rename(sums, names) as Record<string, number>,
      }),
    );
    return { ...event, subscriptions };
  }
  const [status_at, params_at] = [reading.wordAt, reading.fieldsAt].map((time) =>
    time === undefined ? undefined : toTime(time),
  );
  return {
    ...event,
    status: reading.word === undefined ? undefined : statusOf(reading.word),
    status_at,
    purchase: reading.purchase && clean(reading.purchase),
    needs_purchase: reading.needsPurchase,
    of_subscription:
      reading.ofSubscription === undefined ? undefined : clean(reading.ofSubscription),
    ends_subscriptions: reading.endsSubscriptions,
    yields: reading.yields?.flatMap((field) => names[field] ?? []),
    params: rename(reading.fields ?? {}, names),
    params_at,
  };
}

/** A delivery that is ignored, with the reason for the founder. */
export function ignore({ eventId, type, ignored }: Ignored, service: Service): Event {
  return {
    ...{ event_id: clean(eventId), event_type: typeOf(type, service), at: null },
    ...{ outcome: 'ignored', detail: ignored },
  };
}

/** A delivery that is refused before anything of it was believed, with the reason for the founder. */
export function refuse(detail: string): Event {
  return { event_id: '', event_type: '', at: null, outcome: 'refused', detail };
}

/** Some services let anybody name a kind of event: only names that are known hold nothing about a person. */
function typeOf(type: string, { types }: Service): string {
  return types.includes(type) ? type : 'other';
}

/** Fields under the names of their params. Those without a name are left out. */
function rename(
  fields: Readonly<Record<string, Value>>,
  names: Readonly<Record<string, string | null>>,
): Record<string, Value> {
  const renamed: Record<string, Value> = {};
  for (const [field, value] of Object.entries(fields)) {
    const name = Object.hasOwn(names, field) ? names[field] : null;
    if (name) renamed[name] = typeof value === 'string' ? clip(clean(value)) : value;
  }
  return renamed;
}

/** Throws a RangeError when it is no time, or one of a year that Postgres does not read. */
function toTime(time: number | string): string {
  const utc = typeof time === 'number' ? new Date(time).toISOString() : toUtc(time);
  if (!/^(?!0000)\d{4}-/.test(utc)) throw new RangeError('The year has not four digits');
  return utc;
}

/** Postgres takes neither the character 0 nor half characters. */
function clean(text: string): string {
  return text.toWellFormed().replaceAll('\0', '');
}

/** Names come from people's forms: what cannot be shown is taken out of them. */
function toName(text: string | undefined): string | undefined {
  const shown = clean(text ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
  return [...shown].slice(0, LIMITS.nameCharacters).join('').trim() || undefined;
}

function clip(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= LIMITS.stringBytes) return text;
  return new TextDecoder().decode(bytes.subarray(0, LIMITS.stringBytes)).replace(/\uFFFD$/, '');
}
