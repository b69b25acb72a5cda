import { formatAmount, formatNumber } from './format.ts';

/** A piece of a message: plain text that somebody else may have written, never markup. */
export interface Span {
  text: string;
  bold?: boolean;
  href?: string;
}
/** One line of a message. */
export type Line = Span[];

interface Person {
  id: string;
  email: string;
  name: string | null;
  projects: { id: string; name: string; status: string; params: Record<string, unknown> | null }[];
}

/** An event, as a webhook is sent it: docs/use/webhooks.md. */
export interface ChannelEvent {
  type: string;
  data: {
    customer?: Person;
    project?: { id: string; name: string | null };
    from?: string | null;
    to?: string | null;
    totals?: { mrr: { amount: number; currency: string | null }[] };
    import?: { file_name: string; created: number; updated: number };
  };
}

/** How many events of one kind there were, with the first few of their customers. */
export interface EventGroup {
  type: string;
  to: string | null;
  count: number;
  customers: { name: string | null; email: string }[];
}

/** What a channel is told at once: a few events, or of many how many of each kind. */
export interface ChannelBody {
  events?: ChannelEvent[];
  groups?: EventGroup[];
}

export interface MessageOptions {
  /** Where the dashboard is. */
  origin: string;
  hideEmails: boolean;
}

const MAX_TEXT = 80;

/** One line of what a stranger wrote: no line breaks, nothing that turns the text around, and not too long. */
function plain(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = Array.from(line);
  return letters.length > MAX_TEXT ? `${letters.slice(0, MAX_TEXT - 1).join('')}…` : line;
}

function nameOf(
  { name, email }: { name: string | null; email: string },
  { hideEmails }: MessageOptions,
): string {
  const [local = '', domain = ''] = email.split('@');
  return plain(name ?? '') || plain(hideEmails ? `${local.slice(0, 1)}•••@${domain}` : email);
}

/** What somebody did, between their name and that of the product. */
function verbOf({ type, data: { to } }: ChannelEvent): string {
  if (to === 'paid') return ' now pays for ';
  if (type === 'customer.created') return to === 'trial' ? ' started a trial of ' : ' is new in ';
  if (type === 'customer.joined_project') {
    return to === 'trial' ? ' also started a trial of ' : ' also joined ';
  }
  if (to === 'churned') return ' churned from ';
  return to === 'trial' ? ' is on a trial of ' : ' is now on the free plan of ';
}

/** One event, in a line. */
function lineOf(event: ChannelEvent, options: MessageOptions): Line {
  const { type, data } = event;
  const product: Span = { text: plain(data.project?.name ?? 'a deleted product'), bold: true };
  if (type === 'webhook.test') {
    return [{ text: 'It works: TinyCRM can post here.' }];
  }
  if (type === 'import.finished' && data.import) {
    const { file_name, created, updated } = data.import;
    return [
      { text: `Imported ${plain(file_name)} into ` },
      product,
      { text: `: ${formatNumber(created)} new, ${formatNumber(updated)} updated.` },
    ];
  }
  const { customer } = data;
  if (!customer?.email) return [{ text: 'A customer was deleted from TinyCRM.' }];

  const others = customer.projects.filter(({ id }) => id !== data.project?.id);
  const plan = customer.projects.find(({ id }) => id === data.project?.id)?.params?.plan;
  const mrr = (data.totals?.mrr ?? []).filter(({ amount }) => amount > 0);
  const rest = [
    typeof plan === 'string' && data.to !== 'churned' ? ` (${plain(plan)})` : '',
    '.',
    others.length
      ? ` Also: ${others.map(({ name, status }) => `${plain(name)} ${status}`).join(', ')}.`
      : '',
    mrr.length
      ? ` ${mrr.map(({ amount, currency }) => formatAmount(amount, currency ?? '')).join(' + ')} a month in all.`
      : '',
    ' ',
  ];
  return [
    { text: nameOf(customer, options), bold: true },
    { text: verbOf(event) },
    product,
    { text: rest.join('') },
    { text: 'Open', href: `${options.origin}/customers/${customer.id}` },
  ];
}

const GROUPS: Record<string, [one: string, many: string]> = {
  'customer.created': ['new customer', 'new customers'],
  'customer.joined_project': ['customer in another product', 'customers in another product'],
  'customer.erased': ['deleted customer', 'deleted customers'],
  'import.finished': ['finished import', 'finished imports'],
  'webhook.test': ['test', 'tests'],
};
const STATUSES: Record<string, [one: string, many: string]> = {
  paid: ['new paying customer', 'new paying customers'],
  churned: ['churned customer', 'churned customers'],
  trial: ['new trial', 'new trials'],
  free: ['customer now free', 'customers now free'],
};

/** Many events of one kind, in a line. */
function groupLine({ type, to, count, customers }: EventGroup, options: MessageOptions): Line {
  const words = (type === 'customer.status_changed' || to === 'paid') && to && STATUSES[to];
  const [one, many] = words || GROUPS[type] || ['event', 'events'];
  const names = customers.map((customer) => nameOf(customer, options)).join(', ');
  const more = count - customers.length;
  return [
    { text: `${formatNumber(count)} ${count === 1 ? one : many}`, bold: true },
    { text: names && `: ${names}${more > 0 ? ` and ${formatNumber(more)} more` : ''}.` },
  ];
}

/** What a channel reads: a line for each event, or for each kind of many. */
export function linesOf({ events, groups }: ChannelBody, options: MessageOptions): Line[] {
  return groups
    ? groups.map((group) => groupLine(group, options))
    : (events ?? []).map((event) => lineOf(event, options));
}
