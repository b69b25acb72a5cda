/** A promise of the product, a way to put it to the test, and what must make that test fail. */
export interface Check {
  name: string;
  /** One sentence: what holds while this check passes. */
  promise: string;
  mutants: Mutant[];
  /** Throws an AssertionError that says what was found when the promise is broken. */
  run(options: RunOptions): Promise<Figures>;
}

export interface RunOptions {
  size: 'quick' | 'full';
  /** All random choices come from it. */
  seed: number;
  mutant?: Mutant;
  say(line: string): void;
}

/** What was measured, by name. The unit stands in the name. */
export type Figures = Record<string, number | string>;

/** Each `from` must be there, once or more; every occurrence is replaced. */
type Replacements = [from: string, to: string][];

/** A change of the product that breaks a promise: a check that passes with it proves nothing. */
export interface Mutant {
  name: string;
  /** `function` is a name such as private.identify_group, with its argument types if ambiguous. */
  sql?: { function: string; replace: Replacements };
  /** `file` is relative to supabase/functions. */
  edge?: { file: string; replace: Replacements };
  /** `file` is relative to importer/src/table. */
  table?: { file: string; replace: Replacements };
  /** INGEST_* of the Edge Function. */
  settings?: Record<string, string>;
  /** Settings of the role `ingest`. */
  postgres?: Record<string, string>;
}
