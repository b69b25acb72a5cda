import { Problem } from '../_shared/contract/problems.ts';
import type { Reader } from '../_shared/database/reader.ts';
import { granted } from '../_shared/http/read-key.ts';
import { cleanText } from './clean.ts';

export interface Project {
  id: string;
  name: string;
}

/** What a question may name, as the SQL function read.names answers. */
export interface Names {
  projects: Project[];
  views: { name: string; query: string }[];
  mrr_param: string;
  currency: string | null;
}

/** Whoever asks with a read key, and what it can ask about. */
export class Caller {
  readonly names: Names;
  readonly #reader: Reader;
  readonly #keyHash: string;
  readonly #dashboard: string | undefined;
  readonly #nameOf: Map<string, string>;

  constructor(reader: Reader, keyHash: string, names: Names, dashboard: string | undefined) {
    this.names = names;
    this.#reader = reader;
    this.#keyHash = keyHash;
    this.#dashboard = dashboard;
    this.#nameOf = new Map(names.projects.map(({ id, name }) => [id, name]));
  }

  async ask<Body extends object>(name: Parameters<Reader>[0], ...values: unknown[]) {
    return granted(await this.#reader<Body>(name, this.#keyHash, ...values));
  }

  /** The name of a product by its id. */
  productOf(id: string): string {
    return this.#nameOf.get(id) ?? id;
  }

  /** The product that an assistant names, by its name or id. Throws a Problem that lists those there are. */
  findProduct(wanted: string): Project {
    const { projects } = this.names;
    const told = (name: string) => cleanText(name).trim().toLowerCase();
    const found = projects.filter(
      ({ id, name }) => id === wanted.toLowerCase() || told(name) === told(wanted),
    );
    if (found.length === 1) return found[0]!;
    const list = found.length > 1 ? found : projects;
    const names = list
      .slice(0, 100)
      .map(({ id, name }) => (found.length > 1 ? { id, name } : name));
    const problem =
      found.length > 1
        ? 'Several products have that name. Use an id instead.'
        : 'No product that this key sees has that name.';
    throw new Problem('invalid_query', `${problem} They are, as JSON: ${toJson(names)}`);
  }

  /** Where the dashboard shows something, if this server knows where that is. */
  link(path: string): { dashboard_url?: string } {
    return this.#dashboard ? { dashboard_url: this.#dashboard + path } : {};
  }
}

function toJson(list: (string | Project)[]): string {
  return JSON.stringify(
    list.map((item) =>
      typeof item === 'string' ? cleanText(item) : { ...item, name: cleanText(item.name) },
    ),
  );
}
