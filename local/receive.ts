import { join } from 'node:path';
import type { Child } from './child.ts';
import { settingsOf } from './edge.ts';
import { serveFunction, type FunctionOptions } from './edge-function.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** Serves the function `receive`, which has the role and the settings of `ingest`. */
export function startReceive(
  processes: Processes,
  options: Omit<FunctionOptions, 'folder' | 'name' | 'reaches' | 'settings'> & {
    ingestDatabaseUrl: string;
  },
): Promise<{ url: string; child: Child }> {
  return serveFunction(processes, {
    ...options,
    name: 'Receivers',
    folder: join(projectRoot, 'supabase', 'functions', 'receive'),
    settings: { ...settingsOf('INGEST_'), INGEST_DB_URL: options.ingestDatabaseUrl },
  });
}
