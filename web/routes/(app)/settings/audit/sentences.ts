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
    Record<'role' | 'before' | 'key' | 'hint' | 'view' | 'status' | 'format' | 'service', string>
  > & {
    count?: number;
    /** The number of projects that a read key sees. */
    projects?: number;
    ends_at?: string;
  };
}

const people = (count = 0) =>
  count === 1 ? '1 customer' : `${count.toLocaleString('en')} customers`;

const rows = (count = 0) => (count === 1 ? '1 row' : `${count.toLocaleString('en')} rows`);

const projects = (count?: number) =>
  count === undefined ? 'all projects' : count === 1 ? '1 project' : `${count} projects`;

/** The time that the old key works on after it was replaced, in whole hours. */
function graceOf(at: string, endsAt?: string): string {
  const hours = endsAt ? Math.round((Date.parse(endsAt) - Date.parse(at)) / 3_600_000) : 0;
  if (hours < 1) return ', stopping the old key right away';
  return `, keeping the old key for ${hours === 1 ? '1 hour' : `${hours} hours`}`;
}

/** "Stripe in Inkwell" */
function serviceOf({ subject, details: { service = '' } }: Entry): string {
  return `${isServiceName(service) ? SERVICES[service].title : service} in ${subject}`;
}

/** "an owner" */
function roleOf(role = 'member'): string {
  return `${/^[aeiou]/.test(role) ? 'an' : 'a'} ${role}`;
}

const words: Record<string, (entry: Entry) => string> = {
  account_renamed: () => 'renamed the account',
  account_settings_changed: () => 'changed account settings',
  account_deletion_scheduled: () => 'scheduled the account for deletion',
  account_deletion_stopped: ({ actor }) =>
    actor === null
      ? 'canceled the account’s deletion because its subscription is active'
      : 'canceled the account’s deletion',
  project_created: ({ subject }) => `created project ${subject}`,
  project_renamed: ({ subject }) => `renamed a project to ${subject}`,
  project_archived: ({ subject }) => `archived project ${subject}`,
  project_unarchived: ({ subject }) => `restored project ${subject}`,
  project_deleted: ({ subject }) => `deleted project ${subject}`,
  key_created: ({ subject, details }) =>
    `created API key “${details.key}” (…${details.hint}) in ${subject}`,
  key_rotated: ({ subject, at, details }) =>
    `rotated API key “${details.key}” (…${details.hint}) in ${subject}${graceOf(at, details.ends_at)}`,
  key_revoked: ({ subject, details }) =>
    `revoked API key “${details.key}” (…${details.hint}) in ${subject}`,
  read_key_created: ({ details }) =>
    `created read key “${details.key}” (…${details.hint}) for ${projects(details.projects)}`,
  read_key_revoked: ({ details }) => `revoked read key “${details.key}” (…${details.hint})`,
  feed_created: ({ details }) => `created a feed of the view “${details.view}” (…${details.hint})`,
  feed_rotated: ({ details }) =>
    `replaced the address of the feed of the view “${details.view}” (now …${details.hint})`,
  feed_revoked: ({ details }) =>
    details.view
      ? `revoked the feed of the view “${details.view}” (…${details.hint})`
      : `revoked a feed (…${details.hint})`,
  receiver_created: (entry) => `connected ${serviceOf(entry)}`,
  receiver_mapping_changed: (entry) => `changed the mapping for ${serviceOf(entry)}`,
  receiver_secret_changed: (entry) => `changed the signing secret for ${serviceOf(entry)}`,
  receiver_removed: (entry) => `disconnected ${serviceOf(entry)}`,
  webhook_created: () => 'added a webhook',
  webhook_secret_changed: () => 'rotated the signing secret of a webhook',
  webhook_removed: () => 'removed a webhook',
  member_invited: ({ details }) => `invited ${roleOf(details.role)}`,
  member_joined: ({ subject, details }) => `${subject} joined as ${roleOf(details.role)}`,
  member_role_changed: ({ subject, details }) =>
    `changed ${subject} from ${details.before} to ${details.role}`,
  member_left: ({ subject }) => `${subject} left or was removed`,
  status_set: ({ subject, details }) =>
    `set ${people(details.count)} in ${subject} to ${details.status}`,
  customer_edited: ({ subject, details }) =>
    details.status
      ? `set a customer in ${subject} to ${details.status}`
      : `edited a customer’s params in ${subject}`,
  edit_undone: ({ subject, details }) => `undid an edit of ${people(details.count)} in ${subject}`,
  customers_erased: ({ details }) => `permanently deleted ${people(details.count)}`,
  customers_exported: ({ details }) =>
    details.format === 'emails'
      ? `copied the emails of ${people(details.count)}`
      : `exported ${people(details.count)} as ${details.format?.toUpperCase()}`,
  import_started: ({ subject, details }) =>
    `started an import of ${rows(details.count)} into ${subject}`,
  import_undone: ({ subject, details }) =>
    `undid an import of ${rows(details.count)} into ${subject}`,
  signed_in: () => 'signed in',
};

/** The name that begins the sentence. Null where the sentence itself begins with who joined or left. */
export function who({ action, actor, subject, details }: Entry): string | null {
  const isAboutMember = action === 'member_joined' || action === 'member_left';
  if (isAboutMember) return actor === null || actor === subject ? null : `${actor}:`;
  if (actor !== null) return actor;
  if (/^customers_/.test(action) && details.key)
    return `Read key “${details.key}” (…${details.hint})`;
  return action === 'account_deletion_stopped' ? 'TinyCRM' : 'An administrator';
}

/** "exported 12 customers as CSV": what happened, after the name of who did it. */
export function sentence(entry: Entry): string {
  return words[entry.action]?.(entry) ?? entry.action.replaceAll('_', ' ');
}
