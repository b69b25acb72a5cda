import type { InvalidRow, Prepared } from '$table/prepare.ts';

/** The numbers of people by what becomes, or would become, of them. */
export type Counts = Record<'created' | 'updated' | 'unchanged', number>;
/** The answer of the database for a row. */
export type Outcome = keyof Counts | 'invalid' | 'params_too_large';

export const noCounts = (): Counts => ({ created: 0, updated: 0, unchanged: 0 });

const REASONS = {
  invalid: 'The database rejected this row.',
  params_too_large: 'This row would push the customer’s params over 64 KB.',
};

/** What became, or would become, of each person, by email. */
export type SeenPeople = Map<string, keyof Counts>;
export const noPeople = (): SeenPeople => new Map();

/**
 * Adds the outcomes of the rows from `first` on to `counts`, and returns those that are invalid. Each
 * of the `people` counts once, in however many rows they are. A preview writes nothing, and says of all
 * these rows that they would be created; an import says so of the first, and of the others what they changed.
 */
export function countOutcomes(
  counts: Counts,
  outcomes: Outcome[],
  { places, rows }: Pick<Prepared, 'places' | 'rows'>,
  first: number,
  people: SeenPeople,
): InvalidRow[] {
  const invalid: InvalidRow[] = [];
  outcomes.forEach((outcome, at) => {
    if (outcome === 'invalid' || outcome === 'params_too_large') {
      invalid.push({ at: places[first + at]!, reasons: [REASONS[outcome]] });
      return;
    }
    const { email } = rows[first + at]!;
    const before = people.get(email);
    if (before === undefined) counts[outcome]++;
    else if (before === 'unchanged' && outcome === 'updated') {
      counts.unchanged--;
      counts.updated++;
    } else return;
    people.set(email, outcome);
  });
  return invalid;
}
