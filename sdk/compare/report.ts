import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const readme = fileURLToPath(new URL('../README.md', import.meta.url));

/** A Markdown table. All columns but the first are figures or short words. */
export function markdown(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, n) => (n ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** Prints a table. With `--write` it also takes its place in the README. */
export async function report(name: string, table: string): Promise<void> {
  console.log(table);
  if (!process.argv.includes('--write')) return;
  const place = new RegExp(`(?<=<!-- ${name} -->)[^]*?(?=<!-- /${name} -->)`);
  const text = readFileSync(readme, 'utf8');
  if (!place.test(text)) throw new Error(`The README has no place for the table "${name}".`);
  const filled = text.replace(place, () => `\n\n${table}\n\n`);
  writeFileSync(
    readme,
    await format(filled, { ...(await resolveConfig(readme)), filepath: readme }),
  );
}
