/** Something the person at the keyboard can put right. Its message is the whole report: no stack. */
export class Failure extends Error {
  override name = 'Failure';
}

/** The one sentence of a Failure, or the full stack of a defect. */
export function explain(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** True if a system call failed with one of these codes, such as 'EACCES'. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(String((error as NodeJS.ErrnoException).code));
}
