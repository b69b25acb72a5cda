import type { Api } from './api.ts';
import type { ImportRow } from './table/rows.ts';

/** The outcome of one row: what became of its customer, or the reasons why it is invalid. */
export type Outcome = 'created' | 'updated' | 'unchanged' | string[];

interface Answer {
  results: {
    outcome?: 'created' | 'updated' | 'unchanged';
    error?: { detail: string; errors?: { detail: string }[] };
  }[];
}

/** Sends the rows of one import, which begins with the first of them. */
export class Sender {
  readonly #api: Pick<Api, 'post'>;
  readonly #name: string;
  #started: Promise<string> | undefined;
  /** The id of the import, once it has begun. */
  importId: string | undefined;

  /** `name`: what the Import page calls it. */
  constructor(api: Pick<Api, 'post'>, name: string) {
    this.#api = api;
    this.#name = name;
  }

  /** Writes some rows and returns the outcome of each. `first`: the place of the first one in the source, from 0. */
  async send(rows: readonly ImportRow[], first: number): Promise<Outcome[]> {
    const import_id = await (this.#started ??= this.#start());
    const body = { import_id, first_row: first, rows };
    const { results } = await this.#api.post<Answer>('/import/rows', body);
    return results.map(({ outcome, error }) => {
      if (!error) return outcome ?? 'unchanged';
      return error.errors?.map(({ detail }) => detail) ?? [error.detail];
    });
  }

  async #start(): Promise<string> {
    const { import_id } = await this.#api.post<{ import_id: string }>('/import/start', {
      name: this.#name,
    });
    return (this.importId = import_id);
  }
}
