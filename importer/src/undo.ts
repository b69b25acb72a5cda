import type { Api } from './api.ts';
import { count } from './progress.ts';

interface Undone {
  import_id: string;
  name: string;
  started_at: string;
  done: boolean;
  removed: number;
  restored: number;
  kept: number;
}

/** Undoes an import that was made with this key, the latest unless one is named, and says what became of it. */
export async function undoImport(api: Pick<Api, 'post'>, id: string): Promise<string> {
  let undone = await api.post<Undone>('/import/undo', id ? { import_id: id } : {});
  // All of it is of the same import, also when another begins meanwhile.
  const { import_id } = undone;
  while (!undone.done) undone = await api.post<Undone>('/import/undo', { import_id });
  const { name, started_at, removed, restored, kept } = undone;
  const when = `${started_at.slice(0, 16).replace('T', ' ')} UTC`;
  const left = kept > 0 ? ` ${count(kept)} kept, because they changed since.` : '';
  return `Undid the import of ${name} from ${when}: ${count(removed)} removed, ${count(restored)} restored.${left}`;
}
