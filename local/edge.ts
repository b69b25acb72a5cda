import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Child } from './child.ts';
import { serveFunction, type FunctionOptions } from './edge-function.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** The function that is served unless another folder is named. */
export const INGEST_FUNCTION = join(projectRoot, 'supabase', 'functions', 'ingest');

/** Whether there is a function to serve. */
export function hasEdgeFunction(): boolean {
  return existsSync(join(INGEST_FUNCTION, 'index.ts'));
}

/** Serves the function `ingest`. Resolves with its program and its own URL. */
export function startEdge(
  processes: Processes,
  options: Omit<FunctionOptions, 'folder' | 'name' | 'reaches'> & {
    ingestDatabaseUrl: string;
    /** Another copy of the function than the project's own. */
    functionFolder?: string;
  },
): Promise<{ url: string; child: Child }> {
  return serveFunction(processes, {
    ...options,
    name: 'Edge Function',
    folder: options.functionFolder ?? INGEST_FUNCTION,
    settings: {
      ...settingsOf('INGEST_'),
      ...options.settings,
      INGEST_DB_URL: options.ingestDatabaseUrl,
    },
  });
}

/** A function's own settings, such as INGEST_LOG, as somebody set them for this run. */
export function settingsOf(...prefixes: string[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && prefixes.some((prefix) => entry[0].startsWith(prefix)),
    ),
  );
}
