import type { UndoPreview } from './imports.server.ts';

/** What undoing an import would do, a sentence for each kind of customers. */
export function describeUndo(preview: UndoPreview, project: string): string[] {
  const { removed, restored, kept, hasMore } = preview;
  const lines: string[] = [];
  if (hasMore) {
    lines.push('This import changed more than 10,000 customers. Of the first 10,000:');
  }
  if (removed > 0) lines.push(`${people(removed)} will be removed from ${project}.`);
  if (restored > 0) lines.push(`${people(restored)} will be put back as before the import.`);
  if (kept > 0) {
    const [stay, they] = kept === 1 ? ['stays', 'it'] : ['stay', 'they'];
    lines.push(
      `${people(kept)} ${stay} as ${they} ${kept === 1 ? 'is' : 'are'}: changed since the import.`,
    );
  }
  if (lines.length === 0) lines.push('Nobody will change.');
  return lines;
}

function people(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'customer' : 'customers'}`;
}
