import { chmodSync, writeFileSync } from 'node:fs';
import { Failure } from '../local/failure.ts';

/** Writes settings, one a line, to a file that nobody else on this machine can read. */
export function writePrivately(file: string, settings: Record<string, string>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quote(name, value)}\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  // The mode above is only of a file that is new.
  chmodSync(file, 0o600);
}

function quote(name: string, value: string): string {
  const mark = ['"', "'", '`'].find((mark) => !value.includes(mark));
  if (!mark) throw new Failure(`${name} has all of " ' and \`: choose another one.`);
  return mark + value + mark;
}
