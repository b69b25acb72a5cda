import { AssertionError } from 'node:assert/strict';
import type { Reply } from './http-client.ts';

/** What a server and this program, which share their processors, may add to a deadline. */
const SLACK_MS = 1000;

/** Holds every answer to what is promised about it, outage or not. */
export class OutageWatch {
  readonly #broken: string[] = [];
  #answers = 0;
  #refusals = 0;
  #slowestMs = 0;
  #pastDeadlineMs = -Infinity;
  /** When the latest call was sent that was refused. */
  lastRefusedSentAt = 0;

  readonly note = (reply: Reply, calls: number, sentAt: number): void => {
    const { status, headers, ms, error } = reply;
    const deadlineMs = 2_500 + 15 * calls;
    this.#answers++;
    this.#slowestMs = Math.max(this.#slowestMs, ms);
    this.#pastDeadlineMs = Math.max(this.#pastDeadlineMs, ms - deadlineMs);
    if (status !== 200) {
      this.#refusals++;
      this.lastRefusedSentAt = Math.max(this.lastRefusedSentAt, sentAt);
    }
    if (status !== 200 && status !== 503) {
      this.#broken.push(`${status || error} after ${Math.round(ms)} ms`);
    } else if (ms > deadlineMs + SLACK_MS) {
      this.#broken.push(`${status} for ${calls} calls after ${Math.round(ms)} ms`);
    } else if (status === 503 && !(Number(headers['retry-after']) > 0)) {
      this.#broken.push('503 without Retry-After');
    }
  };

  /** What happened since the last time. Throws an AssertionError when a promise was broken. */
  take(): { answers: number; refusals: number; slowestMs: number; pastDeadlineMs: number } {
    const broken = this.#broken.splice(0);
    if (broken.length > 0) {
      throw new AssertionError({
        message: `${broken.length} of ${this.#answers} answers were not as promised: ${broken.slice(0, 5).join('; ')}`,
      });
    }
    const taken = {
      answers: this.#answers,
      refusals: this.#refusals,
      slowestMs: Math.round(this.#slowestMs),
      pastDeadlineMs: Math.max(0, Math.round(this.#pastDeadlineMs)),
    };
    this.#pastDeadlineMs = -Infinity;
    this.#answers = this.#refusals = this.#slowestMs = 0;
    return taken;
  }
}
