import { isServiceName } from '$contract/services.ts';
import { SERVICES } from '../../projects/[id]/receivers/services.ts';

/** An entry of the audit log, as read_audit_log gives it. */
export interface Entry {
  id: string;
  at: string;
  /** Null when it was done with the database itself, or by it. */
  actor: string | null;
  action: string;
  subject: string | null;
  details: Partial<
    Record<'role' | 'before' | 'key' | 'hint' | 'status' | 'format' | 'service', string>
  > & {
    count?: number;
    ends_at?: string;
  };
}

const people = (count = 0) =>
  count === 1 ? '1 customer' : `${count.toLocaleString('en')} customers`;

const rows = (count = 0) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`);

/** The time that the old key works on after it was replaced, in whole hours. */
function graceOf(at: string, endsAt?: string): string {
  const hours = endsAt ? Math.round((Date.parse(endsAt) - Date.parse(at)) / 3_600_000) : 0;
  if (hours < 1) return ', which ended at once';
  return `, which works for ${hours === 1 ? '1 hour' : `${hours} hours`} more`;
}

/** "Stripe in Inkwell" */
function serviceOf({ subject, details: { service = '' } }: Entry): string {
  return `${isServiceName(service) ? SERVICES[service].title : service} in ${subject}`;
}

const words: Record<string, (entry: Entry) => string> = {
  account_renamed: () => 'renamed the account',
  account_settings_changed: () => 'changed the settings of the account',
  account_deletion_scheduled: () => 'asked for the account to be deleted',
  account_deletion_stopped: ({ actor }) =>
    actor === null
      ? 'kept the account, since its subscription goes on'
      : 'kept the account that was to be deleted',
  project_created: ({ subject }) => `created ${subject}`,
  project_renamed: ({ subject }) => `renamed a project to ${subject}`,
  project_archived: ({ subject }) => `archived ${subject}`,
  project_unarchived: ({ subject }) => `brought ${subject} back`,
  project_deleted: ({ subject }) => `deleted ${subject}`,
  key_created: ({ subject, details }) =>
    `made the key ${details.key} …${details.hint} of ${subject}`,
  key_rotated: ({ subject, at, details }) =>
    `replaced the key ${details.key} …${details.hint} of ${subject}${graceOf(at, details.ends_at)}`,
  key_revoked: ({ subject, details }) =>
    `revoked the key ${details.key} …${details.hint} of ${subject}`,
  receiver_created: (entry) => `turned on the receiver for ${serviceOf(entry)}`,
  receiver_mapping_changed: (entry) => `changed the mapping of ${serviceOf(entry)}`,
  receiver_secret_changed: (entry) => `changed the secret of ${serviceOf(entry)}`,
  receiver_removed: (entry) => `removed the receiver for ${serviceOf(entry)}`,
  member_invited: ({ details }) => `invited somebody as ${details.role}`,
  member_joined: ({ subject, details }) => `${subject} joined as ${details.role}`,
  member_role_changed: ({ subject, details }) =>
    `made ${subject} ${details.role}, before ${details.before}`,
  member_left: ({ subject }) => `${subject} left or was removed`,
  status_set: ({ subject, details }) =>
    `set ${people(details.count)} of ${subject} to ${details.status}`,
  customer_edited: ({ subject, details }) =>
    details.status
      ? `set a customer of ${subject} to ${details.status}`
      : `edited the params of a customer of ${subject}`,
  edit_undone: ({ subject, details }) =>
    `took back a change of ${people(details.count)} of ${subject}`,
  customers_erased: ({ details }) => `erased ${people(details.count)}`,
  customers_exported: ({ details }) =>
    details.format === 'emails'
      ? `copied the emails of ${people(details.count)}`
      : `exported ${people(details.count)} as ${details.format?.toUpperCase()}`,
  import_started: ({ subject, details }) =>
    `began an import of ${rows(details.count)} into ${subject}`,
  import_undone: ({ subject, details }) =>
    `took back an import of ${rows(details.count)} into ${subject}`,
  signed_in: () => 'signed in',
};

/** The name that begins the sentence. Null where the sentence itself begins with who joined or left. */
export function who({ action, actor, subject }: Entry): string | null {
  const isAboutMember = action === 'member_joined' || action === 'member_left';
  if (isAboutMember) return actor === null || actor === subject ? null : `${actor}:`;
  if (actor !== null) return actor;
  return action === 'account_deletion_stopped' ? 'TinyCRM' : 'An administrator';
}

/** "exported 12 customers as CSV": what happened, after the name of who did it. */
export function sentence(entry: Entry): string {
  return words[entry.action]?.(entry) ?? entry.action.replaceAll('_', ' ');
}
