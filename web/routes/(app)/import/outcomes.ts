import type { InvalidRow, Prepared } from '$table/prepare.ts';

/** The numbers of rows by what becomes, or would become, of them. */
export type Counts = Record<'created' | 'updated' | 'unchanged', number>;
/** The answer of the database for a row. */
export type Outcome = keyof Counts | 'invalid' | 'params_too_large';

export const noCounts = (): Counts => ({ created: 0, updated: 0, unchanged: 0 });

const REASONS = {
  invalid: 'The database rejected this row.',
  params_too_large: 'This row would push the customer’s params over 64 KB.',
};

/** What a preview said of each person, by email. */
export type SeenPeople = Map<string, keyof Counts>;
export const noPeople = (): SeenPeople => new Map();

/**
 * Adds the outcomes of the rows from `first` on to `counts`, and returns those that are invalid. With
 * `people` each person counts once, in how many rows they are: a preview writes nothing, and says of
 * all of them that they would be created.
 */
export function countOutcomes(
  counts: Counts,
  outcomes: Outcome[],
  { places, rows }: Pick<Prepared, 'places' | 'rows'>,
  first: number,
  people?: SeenPeople,
): InvalidRow[] {
  const invalid: InvalidRow[] = [];
  outcomes.forEach((outcome, at) => {
    if (outcome === 'invalid' || outcome === 'params_too_large') {
      invalid.push({ at: places[first + at]!, reasons: [REASONS[outcome]] });
      return;
    }
    const email = people && rows[first + at]!.email;
    const before = email === undefined ? undefined : people?.get(email);
    if (before === undefined) counts[outcome]++;
    else if (before === 'unchanged' && outcome === 'updated') {
      counts.unchanged--;
      counts.updated++;
    } else return;
    if (email !== undefined) people?.set(email, outcome);
  });
  return invalid;
}
