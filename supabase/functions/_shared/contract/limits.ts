const KB = 1024;

/** The limits of one caller. All sizes are bytes of UTF-8. */
export const LIMITS = {
  bodyBytes: 500 * KB,
  callBytes: 32 * KB,
  /** From the headers to the end of the body. */
  bodyMs: 10_000,
  callsPerBatch: 500,
  paramsDepth: 8,
  paramsKeys: 256,
  keyCharacters: 128,
  stringBytes: 8 * KB,
  nameCharacters: 200,
  tagCharacters: 50,
  noteCharacters: 10_000,
  /** Postgres writes numbers out in full: 1e-300 would read back as 300 digits. */
  smallestNumber: 1e-20,
  ageMs: 7 * 24 * 60 * 60 * 1000,
  aheadMs: 60 * 60 * 1000,
  earliest: Date.UTC(2000, 0, 1),
  /** A hostile body could hold thousands of faults; nobody reads more than these. */
  errorsPerCall: 20,
} as const;
