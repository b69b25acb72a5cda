import { existsSync, readdirSync } from 'node:fs';
import type { Check } from './check.ts';

/** All checks by their name. A check stands beside a test that runs it at quick size. */
export async function findChecks(): Promise<Map<string, Check>> {
  const found = new Map<string, Check>();
  for (const file of readdirSync(import.meta.dirname).sort()) {
    const url = new URL(file.replace('.test.ts', '.ts'), import.meta.url);
    if (!file.endsWith('.test.ts') || !existsSync(url)) continue;
    const { check } = (await import(url.href)) as { check?: Check };
    if (check) found.set(check.name, check);
  }
  return found;
}
