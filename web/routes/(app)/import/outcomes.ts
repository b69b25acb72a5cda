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

/** Adds the outcomes of the rows from `first` on to `counts`, and returns those that are invalid. */
export function countOutcomes(
  counts: Counts,
  outcomes: Outcome[],
  { places }: Prepared,
  first: number,
): InvalidRow[] {
  const invalid: InvalidRow[] = [];
  outcomes.forEach((outcome, at) => {
    if (outcome === 'invalid' || outcome === 'params_too_large') {
      invalid.push({ at: places[first + at]!, reasons: [REASONS[outcome]] });
    } else counts[outcome]++;
  });
  return invalid;
}
