export type Status = 'free' | 'trial' | 'paid' | 'churned';
export const STATUSES: readonly Status[] = ['free', 'trial', 'paid', 'churned'];

/** Where a call belongs. */
export interface LedgerProject {
  id: string;
  accountId: string;
  apiKey: string;
}

/** One call that was sent. An identify sets a param that no other call sets: c<its number>. */
export interface SentCall {
  type: 'identify' | 'ping';
  project: LedgerProject;
  email: string;
  status?: Status;
  name?: string;
  sentAt: number;
  /** Infinity while nobody has answered. Times are those of Date.now(). */
  answeredAt: number;
  /** Unknown: refused with 503, or the connection broke. The call may be written all the same. */
  outcome: 'waiting' | 'acknowledged' | 'unknown';
  /** An acknowledged ping found somebody. */
  updated?: boolean;
}

/** A time in which calls may be written without being acknowledged. */
export interface Outage {
  from: number;
  /** Infinity until a call sent after the repair is acknowledged. */
  to: number;
}

/** Every call of a run, its answer, and the outages. */
export class Ledger {
  readonly calls: SentCall[] = [];
  readonly outages: Outage[] = [];
  acknowledged = 0;
  unknown = 0;
  /** When the latest call was sent that has been acknowledged. */
  lastAcknowledgedSentAt = 0;
  /** Answers that no outage explains. */
  readonly unexpected: string[] = [];

  /** Writes a call down before it is sent. Returns its number. */
  sent(call: Pick<SentCall, 'type' | 'project' | 'email' | 'status' | 'name'>): number {
    this.calls.push({ ...call, sentAt: Date.now(), answeredAt: Infinity, outcome: 'waiting' });
    return this.calls.length - 1;
  }

  acknowledge(number: number, updated?: boolean): void {
    const call = this.#answered(number);
    call.outcome = 'acknowledged';
    call.updated = updated;
    this.acknowledged++;
    this.lastAcknowledgedSentAt = Math.max(this.lastAcknowledgedSentAt, call.sentAt);
  }

  doubt(number: number): void {
    this.#answered(number).outcome = 'unknown';
    this.unknown++;
  }

  /** Whether the call was under way at some time of an outage. */
  overlapsOutage({ sentAt, answeredAt }: SentCall): boolean {
    return this.outages.some(({ from, to }) => sentAt <= to && answeredAt >= from);
  }

  #answered(number: number): SentCall {
    const call = this.calls[number]!;
    call.answeredAt = Date.now();
    return call;
  }
}

/** The param that only the call with this number sets. */
export function paramOf(number: number): string {
  return `c${number}`;
}
