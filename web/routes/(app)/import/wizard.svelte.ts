import type { Import } from './imports.server.ts';
import { endOfChunk } from './chunks.ts';
import type { Mapping } from '$table/mapping.ts';
import {
  countOutcomes,
  noCounts,
  noPeople,
  type Counts,
  type Outcome,
  type SeenPeople,
} from './outcomes.ts';
import { Pace } from './pace.ts';
import type { Table } from '$table/parse.ts';
import { firstPeople, type PreviewedPerson } from './preview-people.ts';
import { post, Refused } from './post.ts';
import { prepare, type InvalidRow, type Prepared } from '$table/prepare.ts';
import type { Encoding } from '$table/decoder.ts';
import type { Chosen, ReadFile } from '$table/read-file.ts';
import { readInWorker } from './read-in-worker.ts';
import { Warnings } from '$table/warnings.ts';

export type Step = 'choose' | 'columns' | 'check' | 'run' | 'done';

/** The size that a browser holds at once without trouble. */
const MAX_BYTES = 64 * 1024 * 1024;

/** An import from the choice of a file to its end. */
export class Wizard {
  step = $state<Step>('choose');
  project = $state('');
  fileName = $state('');
  table = $state.raw<Table>({ columns: [], rows: [], lines: [] });
  mapping = $state<Mapping>({ columns: [], statuses: {} });
  prepared = $state.raw<Prepared>({ rows: [], places: [], invalid: [], repeated: 0 });
  /** The first people of the file, as the import would leave them. */
  people = $state.raw<PreviewedPerson[]>([]);
  counts = $state<Counts>(noCounts());
  /** Rows that are invalid to the page or to the database. */
  invalid = $state.raw<InvalidRow[]>([]);
  problem = $state('');
  /** The import that runs or ran. */
  running = $state.raw<Import>();
  /** An import of the same file that was cut off. */
  unfinished = $state.raw<Import>();
  done = $state(0);
  isBusy = $state(false);
  pace = $state.raw(new Pace(0, 0));
  now = $state(0);
  /** True while a file is read. */
  isReading = $state(false);
  encoding = $state<Encoding>();
  /** True if whoever imports may know the encoding better. */
  isGuessedEncoding = $state(false);
  /** The sheets of a spreadsheet, and which one is read. */
  sheets = $state.raw<string[]>([]);
  sheet = $state<string>();
  #file = new Blob();
  #hash = '';
  #imports: Import[] = [];
  /** Of two readings the one that was asked for last counts. */
  #turn = 0;
  #isStopping = false;

  #read = $state.raw(new Warnings());
  #guessedEmail = -1;

  /** The guesses made in reading the file, for people to see before anything is written. */
  readonly warnings = $derived(
    this.#emailAt === this.#guessedEmail ? this.#read : this.#read.withoutEmailColumn(),
  );
  readonly total = $derived(this.prepared.rows.length);
  readonly hasEmail = $derived(this.#emailAt !== -1);

  async choose(file: File, imports: Import[]): Promise<void> {
    if (file.size > MAX_BYTES) {
      this.problem = 'Files can be up to 64 MB here. Import a larger one with npx tinycrm-import.';
      return;
    }
    await this.read(file, file.name, imports);
  }

  /** Takes what was chosen or pasted, and looks whether an import of it was cut off. */
  async read(file: Blob, name: string, imports: Import[]): Promise<void> {
    if (this.isReading) return;
    this.#file = file;
    this.#imports = imports;
    this.fileName = name;
    const found = await this.#readAs({});
    if (found) this.step = 'columns';
    else if (!this.problem) {
      this.problem = 'No rows found. Choose another file or paste rows.';
    }
  }

  /** Reads the file again: in another encoding, or another sheet of it. */
  async readAs(chosen: Chosen): Promise<void> {
    const file = await this.#readAs(chosen);
    if (file?.table.rows.length === 0) {
      this.problem = 'This sheet has no rows. Choose another one.';
    }
  }

  /** Reads every row and asks what importing would do. */
  async check(): Promise<void> {
    this.step = 'check';
    await this.#guard(async () => {
      await this.#prepare();
      this.done = 0;
      this.people = await this.#previewPeople();
      await this.#send(
        async (rows) => post<Outcome[]>('/import/preview', { project: this.project, rows }),
        noPeople(),
      );
    });
  }

  async start(): Promise<void> {
    await this.#guard(async () => {
      this.running = await post<Import>('/import/start', {
        project: this.project,
        file: this.fileName,
        hash: this.#hash,
        rows: this.total,
        settings: { mapping: $state.snapshot(this.mapping) },
      });
      this.invalid = this.prepared.invalid;
      this.counts = noCounts();
    });
    if (this.running) await this.run();
  }

  /** Goes on with an import of this file that was cut off, by the mapping it began with. */
  async resume(unfinished: Import): Promise<void> {
    await this.#guard(async () => {
      this.mapping = (unfinished.settings as unknown as { mapping: Mapping }).mapping;
      this.project = unfinished.project_id;
      await this.#prepare();
      if (this.total !== unfinished.row_count)
        throw new Refused('The file has changed. Start again.');
      this.counts = {
        created: unfinished.created,
        updated: unfinished.updated,
        unchanged: unfinished.unchanged,
      };
      this.running = unfinished;
    });
    if (this.running) await this.run();
  }

  /** Sends the rows that are left, until all are done, one step is refused, or stop() is called. */
  async run(): Promise<void> {
    this.step = 'run';
    const people = noPeople();
    this.done = this.running!.rows_done;
    this.pace = new Pace(this.done, performance.now());
    await this.#guard(async () => {
      await this.#send(async (rows, first) => {
        const path = `/import/${this.running!.id}/rows`;
        const answer = await post<Import & { outcomes: Outcome[] | null }>(path, { first, rows });
        this.running = answer;
        return answer.outcomes ?? [];
      }, people);
      if (this.done === this.total) this.step = 'done';
    });
  }

  stop(): void {
    this.#isStopping = true;
  }

  /** Back to the choice of a file, with nothing of the last one. */
  again(): void {
    this.step = 'choose';
    this.running = undefined;
    this.problem = '';
  }

  async #readAs(chosen: Chosen): Promise<ReadFile | null> {
    const turn = ++this.#turn;
    const isLast = () => turn === this.#turn;
    this.problem = '';
    this.isReading = true;
    try {
      const file = await readInWorker(this.#file, chosen);
      if (file && isLast()) this.#take(file);
      return file;
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      if (isLast()) this.problem = cause.message;
      return null;
    } finally {
      if (isLast()) this.isReading = false;
    }
  }

  #take(file: ReadFile): void {
    this.table = file.table;
    this.mapping = file.mapping;
    this.encoding = file.encoding;
    this.isGuessedEncoding = file.isGuessedEncoding;
    this.sheets = file.sheets;
    this.sheet = file.sheet;
    this.#hash = file.hash;
    this.#read = file.warnings;
    this.#guessedEmail = this.#emailAt;
    this.unfinished = this.#imports.find(
      ({ file_hash, rows_done, row_count, undo_started_at }) =>
        file_hash === file.hash && row_count !== null && rows_done < row_count && !undo_started_at,
    );
  }

  get #emailAt(): number {
    return this.mapping.columns.findIndex(({ use }) => use === 'email');
  }

  async #prepare(): Promise<void> {
    this.prepared = await prepare(this.table, $state.snapshot(this.mapping) as Mapping);
    this.invalid = this.prepared.invalid;
    this.counts = noCounts();
  }

  async #previewPeople(): Promise<PreviewedPerson[]> {
    const rows = firstPeople(this.prepared.rows);
    if (rows.length === 0) return [];
    const { project } = this;
    const people = await post<Omit<PreviewedPerson, 'notes'>[]>('/import/preview/people', {
      project,
      rows,
    });
    return people.map((person) => ({
      ...person,
      notes: rows
        .flatMap(({ email, notes = [] }) => (email === person.email ? notes : []))
        .filter((note, at, all) => all.indexOf(note) === at),
    }));
  }

  async #send(
    step: (rows: unknown[], first: number) => Promise<Outcome[]>,
    people: SeenPeople,
  ): Promise<void> {
    const { rows } = this.prepared;
    while (this.done < rows.length && !this.#isStopping) {
      const end = endOfChunk(rows, this.done);
      const outcomes = await step(rows.slice(this.done, end), this.done);
      const invalid = countOutcomes(this.counts, outcomes, this.prepared, this.done, people);
      if (invalid.length > 0) this.invalid = [...this.invalid, ...invalid];
      this.done = end;
      this.now = performance.now();
    }
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.#isStopping = false;
    this.problem = '';
    try {
      await work();
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      this.problem = cause.message;
    } finally {
      this.isBusy = false;
    }
  }
}
