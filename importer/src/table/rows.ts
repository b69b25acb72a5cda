import { LIMITS } from '../../../supabase/functions/_shared/contract/limits.ts';
import { Problem } from '../../../supabase/functions/_shared/contract/problems.ts';
import { createSchemas } from '../../../supabase/functions/_shared/contract/schema.ts';
import { utf8LengthExceeds } from '../../../supabase/functions/_shared/contract/utf8.ts';
import { validate } from '../../../supabase/functions/_shared/contract/validate.ts';
import { readNotes, readTags } from './tags-and-notes.ts';
import { isNoDate, toInstant } from './dates.ts';
import { readAddress } from './email.ts';
import type { ColumnUse, Mapping } from './mapping.ts';
import { guessStatus, type Status } from './statuses.ts';
import { readValue, type ColumnType } from './types.ts';

/** One customer of a file, as import_customers takes it. */
export interface ImportRow {
  email: string;
  name?: string;
  status?: Status;
  params?: Record<string, unknown>;
  tags?: string[];
  notes?: string[];
  created_at?: string;
  seen_at?: string;
}

/** A row by the rules of identify, or why it cannot be imported: at least one reason. */
export type ReadRow = { row: ImportRow } | { reasons: string[] };

const NAMES = new Set<ColumnUse['use']>(['name', 'first_name', 'last_name']);

/** A cell is text, or a value that a database knows the type of. */
type Reader = (cells: readonly unknown[]) => ReadRow;

/**
 * Makes the function that reads rows by a mapping. `columns` are the names for the reasons, `now` is
 * the clock in ms since 1970 that dates are compared to.
 */
export function createReader(columns: string[], mapping: Mapping, now = Date.now): Reader {
  const schema = createSchemas(now).importRow;
  const uses = mapping.columns;
  const titles = titlesOf(columns, uses);

  return (cells) => {
    const reasons: string[] = [];
    const call: Record<string, unknown> = {};
    const params: Record<string, unknown> = {};
    const names: { first_name?: string; last_name?: string; of_email?: string } = {};
    const dates: { created?: string; seen?: string } = {};
    const tags = new Set<string>();
    const notes: string[] = [];

    uses.forEach(({ use, key, type }, at) => {
      const value = cells[at];
      const mayBeNull = NAMES.has(use) && mapping.hasNull === false;
      if (use === 'skip' || isNothing(value, mayBeNull)) return;
      const cell = typeof value === 'string' ? value : String(value);
      switch (use) {
        case 'email': {
          const address = readAddress(cell);
          call.email = address.email;
          names.of_email = address.name;
          break;
        }
        case 'name':
          call.name = toOneLine(cell);
          break;
        case 'first_name':
        case 'last_name':
          names[use] = toOneLine(cell);
          break;
        case 'status': {
          const word = cell.trim();
          const known = Object.hasOwn(mapping.statuses, word) ? mapping.statuses[word] : undefined;
          const status = known ?? (mapping.guessesStatuses ? guessStatus(word) : null);
          if (status) call.status = status;
          break;
        }
        case 'created':
        case 'seen': {
          const date = readTyped(
            cell,
            type.kind === 'date' ? type : { kind: 'date', order: 'day' },
          );
          if (date === null) reasons.push(`${columns[at]}: “${shorten(cell)}” isn’t a date.`);
          // Of two columns for the same date the first one with something in it counts.
          else if (date !== undefined) dates[use] ??= toInstant(String(date));
          break;
        }
        case 'tags':
          for (const tag of readTags(value)) tags.add(tag);
          break;
        case 'notes':
          notes.push(...readNotes(value));
          break;
        case 'params': {
          const object = typeof value === 'string' ? readObject(cell) : value;
          if (object) Object.assign(params, object);
          else reasons.push(`${columns[at]}: “${shorten(cell)}” isn’t a JSON object.`);
          break;
        }
        case 'param': {
          const param = typeof value === 'string' ? readTyped(cell, type) : value;
          if (param === null)
            reasons.push(`${columns[at]}: “${shorten(cell)}” isn’t a ${type.kind}.`);
          else if (param !== undefined) params[key] = param;
        }
      }
    });

    call.name = nameOf(call.name as string | undefined, names) || names.of_email;
    if (call.name === undefined || call.name === '') delete call.name;
    if (Object.keys(params).length > 0) call.params = params;
    if (tags.size > 0) call.tags = [...tags];
    if (notes.length > 0) call.notes = notes;
    for (const use of ['created', 'seen'] as const) {
      if (dates[use] === undefined) continue;
      const at = schema.shape.created_at.safeParse(dates[use]);
      if (at.success) dates[use] = at.data as string;
      else reasons.push(`${titles.get(use)}: ${at.error.issues[0]?.message}`);
    }
    const checked = validate(schema, call);
    if (checked instanceof Problem) {
      const faults = (checked.errors ?? []).map((error) => explain(error, titles));
      return { reasons: [...faults, ...reasons] };
    }
    if (utf8LengthExceeds(JSON.stringify(call), LIMITS.callBytes)) {
      reasons.push('This row is larger than 32 KB. Import fewer columns.');
    }
    if (reasons.length > 0) return { reasons };
    const { email, name, status } = checked;
    return {
      row: {
        email,
        ...(name !== undefined && { name }),
        ...(status !== undefined && { status }),
        ...(call.params !== undefined && { params }),
        ...(tags.size > 0 && { tags: checked.tags }),
        ...(notes.length > 0 && { notes: checked.notes }),
        ...(dates.created !== undefined && { created_at: dates.created }),
        ...(dates.seen !== undefined && { seen_at: dates.seen }),
      },
    };
  };
}

/**
 * The name of a row. Beside the column of one part of it, a column called Name may hold the other, as
 * Vorname and Name do.
 */
function nameOf(
  name: string | undefined,
  { first_name: first, last_name: last }: { first_name?: string; last_name?: string },
): string | undefined {
  if (name === undefined || (first && last)) return name || [first, last].filter(Boolean).join(' ');
  const has = (part: string) => name.toLowerCase().includes(part.toLowerCase());
  if (first && !has(first)) return `${first} ${name}`;
  return last && !has(last) ? `${name} ${last}` : name;
}

/** What databases and spreadsheets print for nothing, or for a formula that came to nothing. */
const NOTHING =
  /^(|NULL|null|\\N|[([<]null[)\]>]|undefined|#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!))$/;

/** True if a cell says nothing. A name may be NULL, unless the file writes nothing so. */
function isNothing(cell: unknown, mayBeNull: boolean): boolean {
  if (typeof cell !== 'string') return cell === null || cell === undefined;
  const text = cell.trim();
  return NOTHING.test(text) && !(mayBeNull && text === 'NULL');
}

/** As readValue, but a dash or n/a in a column of numbers or dates is nothing too, and so is an empty date. */
function readTyped(cell: string, type: ColumnType) {
  if (type.kind === 'date' && isNoDate(cell)) return undefined;
  const value = readValue(cell, type);
  return value === null && /^(-+|–|—|n\/?a|none|\?)$/i.test(cell.trim()) ? undefined : value;
}

function readObject(cell: string): object | null {
  try {
    const value: unknown = JSON.parse(cell);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function toOneLine(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}

function shorten(cell: string): string {
  const text = toOneLine(cell);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

function titlesOf(columns: string[], uses: ColumnUse[]): Map<string, string> {
  const titles = new Map<string, string>();
  uses.forEach(({ use, key }, at) => {
    titles.set(use === 'param' ? `/params/${key}` : use, columns[at] ?? '');
  });
  return titles;
}

/** A fault of a call in the words of the file: its column instead of a pointer. */
function explain(
  { pointer, detail }: { pointer: string; detail: string },
  titles: Map<string, string>,
): string {
  if (pointer === '/email' && detail.startsWith('Send')) return 'No email.';
  const field = pointer.startsWith('/params/') ? pointer : pointer.split('/')[1];
  const title = titles.get(field ?? '');
  return title ? `${title}: ${detail}` : detail;
}
