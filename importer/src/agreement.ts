import { createInterface } from 'node:readline/promises';
import type { Warnings } from './table/warnings.ts';
import { Failure } from './failure.ts';

/** Asks a question in the terminal and returns whether the answer was yes. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * Resolves when what was shown may be imported as it was read: nothing in it is doubtful, or somebody
 * agreed. Throws a Failure otherwise, also where nobody can be asked.
 */
export async function requireAgreement(
  { list }: Warnings,
  acceptsWarnings: boolean,
  ask: Ask | null,
): Promise<void> {
  if (acceptsWarnings || !list.some(({ isDoubt }) => isDoubt)) return;
  if (!ask) {
    throw new Failure(
      'Nothing was sent: check the warnings above. Fix the source, or add --accept-warnings to import it anyway.',
    );
  }
  if (!(await ask('Import anyway? (y/N)  '))) {
    throw new Failure('Nothing was sent.');
  }
}

/** A question to whoever sits at the terminal; null when nobody does. */
export function terminal(): Ask | null {
  const { stdin: input, stderr: output } = process;
  if (!input.isTTY || !output.isTTY) return null;
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await lines.question(question)).trim());
    } finally {
      lines.close();
    }
  };
}
