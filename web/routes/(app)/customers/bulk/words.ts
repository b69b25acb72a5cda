import type { Status } from '$contract/statuses.ts';

/** "1 person", "1,204 people" */
export function people(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'person' : 'people'}`;
}

/** "Paid" */
export function statusWord(status: Status): string {
  return status[0]!.toUpperCase() + status.slice(1);
}

/** What set_status would do: how many it changes, how many have the status, and how many are not in the product. */
export interface StatusPreview {
  changed: number;
  unchanged: number;
  outside: number;
}

/** "41 will change to Paid. 55 won’t: 50 already are, 5 don’t use Inkwell." */
export function previewWords(
  { changed, unchanged, outside }: StatusPreview,
  status: Status,
  product: string,
): string {
  const n = (count: number) => count.toLocaleString('en');
  const reasons = [
    unchanged > 0 && `${n(unchanged)} already ${unchanged === 1 ? 'is' : 'are'}`,
    outside > 0 && `${n(outside)} ${outside === 1 ? 'doesn’t' : 'don’t'} use ${product}`,
  ].filter((reason) => reason !== false);
  const will = `${n(changed)} will change to ${statusWord(status)}.`;
  if (reasons.length === 0) return will;
  return `${will} ${n(unchanged + outside)} won’t: ${reasons.join(', ')}.`;
}

/** "Tagged 3 people “vip”. 1 person already had it." */
export function tagWords(
  action: 'tag' | 'untag',
  tag: string,
  changed: number,
  of: number,
): string {
  const rest = of - changed;
  const had = action === 'tag' ? 'already had it' : 'didn’t have it';
  const others = rest > 0 ? ` ${people(rest)} ${had}.` : '';
  return action === 'tag'
    ? `Tagged ${people(changed)} “${tag}”.${others}`
    : `Removed “${tag}” from ${people(changed)}.${others}`;
}

/** "41 people set to Paid in Inkwell. 55 people didn’t change." */
export function statusWords(
  changed: number,
  { unchanged, outside }: StatusPreview,
  status: Status,
  product: string,
): string {
  const rest = unchanged + outside;
  const others = rest > 0 ? ` ${people(rest)} didn’t change.` : '';
  return `${people(changed)} set to ${statusWord(status)} in ${product}.${others}`;
}

/** "Deleted 2 people permanently." */
export function deletedWords(changed: number): string {
  return `Deleted ${people(changed)} permanently.`;
}

/** "Copied 2 emails." */
export function copiedWords(count: number): string {
  return count === 1 ? 'Copied 1 email.' : `Copied ${count.toLocaleString('en')} emails.`;
}
