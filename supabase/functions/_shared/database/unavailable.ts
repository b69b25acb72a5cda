/** The database did not answer as it should. `reason` is a code and never holds what was sent. */
export class DatabaseUnavailable extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`The database is unavailable: ${reason}`);
    this.name = 'DatabaseUnavailable';
    this.reason = reason;
  }

  /**
   * True if the database refused the transaction, so that nothing of it was written, and one of its
   * calls may be why. SQLSTATE classes 08, 53, 57 and 58 speak of the server itself.
   */
  get mayBeOneCall(): boolean {
    return /^[0-9A-Z]{5}$/.test(this.reason) && !/^(08|53|57|58)/.test(this.reason);
  }
}
