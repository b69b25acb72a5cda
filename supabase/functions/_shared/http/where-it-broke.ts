/** The kind of an error and the places in the code. Its message could hold what a caller sent. */
export function whereItBroke(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return [error.name, ...lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line))].join(' ');
}
