import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from './project.ts';

/**
 * Runs `build` unless `output` exists and was built from exactly these `inputs` (files and folders
 * of the project), as the file `stamp` remembers. Says whether it ran.
 */
export async function buildOnce(options: {
  inputs: string[];
  output: string;
  stamp: string;
  build: () => Promise<void>;
}): Promise<boolean> {
  const output = join(projectRoot, options.output);
  const stamp = join(projectRoot, options.stamp);
  const wanted = fingerprint(options.inputs.map((input) => join(projectRoot, input)));
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return false;
  }
  await options.build();
  writeFileSync(stamp, wanted);
  return true;
}

/** A hash of the names and contents of files, and of all files in folders. */
function fingerprint(paths: string[]): string {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesIn)) {
    hash.update(`${relative(projectRoot, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !['node_modules', 'dist', '.svelte-kit'].includes(name))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}
