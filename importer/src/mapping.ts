import { STATUSES } from '../../supabase/functions/_shared/contract/statuses.ts';
import type { ColumnUse, Mapping } from './table/mapping.ts';
import type { Status } from './table/statuses.ts';
import { Failure } from './failure.ts';

const USES = new Set([
  ...[
    'email',
    'name',
    'first_name',
    'last_name',
    'status',
    'created',
    'seen',
    'params',
    'tags',
    'notes',
  ],
]);

/** The mapping of a source with what --map and --status say. Throws a Failure for what is not there. */
export function applyOptions(
  mapping: Mapping,
  columns: string[],
  { map, status }: { map?: string; status?: string },
): Mapping {
  const chosen = map === undefined ? mapping.columns : applyMap(mapping.columns, columns, map);
  if (!chosen.some(({ use }) => use === 'email')) {
    throw new Failure(
      `No email column found. Choose one with --map email=<column>. The columns are ${columns.join(', ')}.`,
    );
  }
  return {
    ...mapping,
    columns: chosen,
    statuses: { ...mapping.statuses, ...readStatuses(status) },
    // --map may make another column the status, whose words nobody has looked at.
    guessesStatuses: mapping.guessesStatuses || map !== undefined,
  };
}

/** With --map the columns it does not name are left out. */
function applyMap(guessed: ColumnUse[], columns: string[], map: string): ColumnUse[] {
  const uses: ColumnUse[] = guessed.map((use) => ({ ...use, use: 'skip' }));
  for (const part of splitList(map)) {
    const [target, column] = splitPair(part);
    const at = columns.indexOf(column);
    if (at === -1) {
      throw new Failure(
        `--map: there is no column ${column}. The columns are ${columns.join(', ')}.`,
      );
    }
    const use = USES.has(target) && part.includes('=') ? (target as ColumnUse['use']) : 'param';
    // email, name and so on need no "=" when the column is called so.
    uses[at] = {
      ...uses[at]!,
      use: use === 'param' && USES.has(part) ? (part as ColumnUse['use']) : use,
      key: target,
    };
  }
  return uses;
}

function readStatuses(status: string | undefined): Record<string, Status> {
  return Object.fromEntries(
    splitList(status ?? '').map((part) => {
      const [word, meant] = splitPair(part);
      if (!STATUSES.some((one) => one === meant))
        throw new Failure(`--status: ${meant} is not free, trial, paid or churned.`);
      return [word, meant as Status];
    }),
  );
}

function splitList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function splitPair(part: string): [string, string] {
  const at = part.indexOf('=');
  return at === -1 ? [part, part] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
}
