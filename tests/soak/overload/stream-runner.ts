import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { emailOf, quantiles, type StreamPlan, type StreamResult } from './stream.ts';

/** How long answers are waited for after the last call: longer than any deadline. */
const GRACE_MS = 6_000;
const TICK_MS = 1;
const CONNECT_AT_ONCE = 20;

interface Call {
  number: number;
  /** On the clock of `performance`. */
  due: number;
  written: number;
}

/** One connection. It carries one call at a time. */
interface Line {
  socket: Socket;
  call: Call | undefined;
  text: string;
}

/**
 * Sends calls at their times, however long the answers take: an open loop, whose latencies count
 * from when each call was due. Bare sockets, because a client library takes most of a processor.
 */
export class StreamRunner {
  readonly #plan: StreamPlan;
  readonly #url: URL;
  readonly #heads: string[];
  readonly #idle: Line[] = [];
  readonly #lines = new Set<Line>();
  readonly #waiting: Call[] = [];
  readonly #result: StreamResult;
  readonly #acceptedMs: number[] = [];
  readonly #shedMs: number[] = [];
  readonly #lateMs: number[] = [];
  #start = 0;
  #made = 0;
  #open = 0;
  #stopping = false;

  constructor(url: string, plan: StreamPlan) {
    this.#plan = plan;
    this.#url = new URL(url);
    this.#heads = plan.apiKeys.map((apiKey) =>
      [
        `POST ${this.#url.pathname}/identify HTTP/1.1`,
        `host: ${this.#url.host}`,
        `authorization: Bearer ${apiKey}`,
        'content-type: application/json',
        'content-length: ',
      ].join('\r\n'),
    );
    const none = { p50: 0, p99: 0, max: 0 };
    this.#result = {
      name: plan.name,
      offered: 0,
      accepted: 0,
      shed: 0,
      failed: {},
      withoutRetryAfter: 0,
      acceptedMs: none,
      shedMs: none,
      lateMs: none,
      acceptedPerSecond: [],
      slowestMs: [],
      acceptedNumbers: [],
      shedNumbers: [],
    };
  }

  /**
   * Opens the connections, as a platform's proxy keeps them: a burst of new ones overflows the
   * server's backlog, and the system tries again after seconds, which says nothing about the server.
   */
  async connect(): Promise<void> {
    while (this.#lines.size < this.#plan.sockets) {
      const some = Math.min(CONNECT_AT_ONCE, this.#plan.sockets - this.#lines.size);
      await Promise.all(Array.from({ length: some }, () => this.#connectOne()));
    }
  }

  async run(seconds: number): Promise<StreamResult> {
    this.#start = performance.now();
    const end = this.#start + seconds * 1000;
    const isClosedLoop = this.#plan.rate === Infinity;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const now = performance.now();
        if (isClosedLoop) this.#fillSockets(now);
        else this.#makeDue(Math.min(now, end));
        this.#writeWaiting();
        if (now < end) return;
        clearInterval(timer);
        resolve();
      }, TICK_MS);
    });
    this.#stopping = true;
    const give = performance.now() + GRACE_MS;
    while (this.#open > 0 && performance.now() < give) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    if (this.#open > 0) this.#fail(`no answer in ${GRACE_MS} ms`, this.#open);
    for (const { socket } of this.#lines) socket.destroy();
    return {
      ...this.#result,
      offered: this.#made,
      acceptedMs: quantiles(this.#acceptedMs),
      shedMs: quantiles(this.#shedMs),
      lateMs: quantiles(this.#lateMs),
    };
  }

  #makeDue(now: number): void {
    const { rate } = this.#plan;
    for (;;) {
      const due = this.#start + (this.#made * 1000) / rate;
      if (due > now) return;
      this.#make(due);
    }
  }

  #fillSockets(now: number): void {
    while (this.#open < this.#plan.sockets) this.#make(now);
  }

  #make(due: number): void {
    this.#waiting.push({ number: this.#made++, due, written: 0 });
    this.#open++;
  }

  #writeWaiting(): void {
    let taken = 0;
    for (; taken < this.#waiting.length; taken++) {
      const line = this.#idle.pop();
      if (!line) break;
      this.#write(line, this.#waiting[taken]!);
    }
    if (taken > 0) this.#waiting.splice(0, taken);
  }

  async #connectOne(): Promise<void> {
    const socket = connect({ host: this.#url.hostname, port: Number(this.#url.port) });
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    const line: Line = { socket, call: undefined, text: '' };
    socket.on('data', (text: string) => this.#read(line, text));
    socket.on('error', () => {});
    socket.once('close', () => this.#close(line));
    await once(socket, 'connect');
    this.#lines.add(line);
    this.#idle.push(line);
  }

  #write(line: Line, call: Call): void {
    const body = `{"email":"${emailOf(this.#plan.name, call.number)}","status":"paid","params":{"plan":"pro","seats":3}}`;
    const head = this.#heads[call.number % this.#heads.length];
    call.written = performance.now();
    this.#lateMs.push(call.written - call.due);
    line.call = call;
    line.socket.write(`${head}${body.length}\r\n\r\n${body}`);
  }

  #read(line: Line, text: string): void {
    line.text += text;
    const headEnd = line.text.indexOf('\r\n\r\n');
    if (headEnd === -1) return;
    const length = Number(/content-length: *(\d+)/i.exec(line.text)?.[1] ?? 0);
    if (line.text.length < headEnd + 4 + length) return;
    const { call } = line;
    line.call = undefined;
    if (call) this.#answered(call, line.text);
    line.text = '';
    this.#idle.push(line);
    if (this.#plan.rate === Infinity && !this.#stopping) {
      this.#fillSockets(performance.now());
      this.#writeWaiting();
    }
  }

  #answered(call: Call, answer: string): void {
    const now = performance.now();
    const status = answer.slice(9, 12);
    const result = this.#result;
    const dueSecond = Math.floor((call.due - this.#start) / 1000);
    const slowest = result.slowestMs[dueSecond] ?? 0;
    result.slowestMs[dueSecond] = status === '200' ? Math.max(slowest, now - call.due) : Infinity;
    this.#open--;
    if (status === '200') {
      result.accepted++;
      result.acceptedNumbers.push(call.number);
      this.#acceptedMs.push(now - call.due);
      const second = Math.floor((now - this.#start) / 1000);
      result.acceptedPerSecond[second] = (result.acceptedPerSecond[second] ?? 0) + 1;
      return;
    }
    if (/^(429|503)$/.test(status) && !/\r\nretry-after: *[1-9]/i.test(answer)) {
      result.withoutRetryAfter++;
    }
    if (status === '429' || answer.includes('"overloaded"')) {
      result.shed++;
      result.shedNumbers.push(call.number);
      this.#shedMs.push(now - call.written);
    } else {
      this.#fail(/"code":"(\w+)"/.exec(answer)?.[1] ?? status);
    }
  }

  #close(line: Line): void {
    this.#lines.delete(line);
    const place = this.#idle.indexOf(line);
    if (place !== -1) this.#idle.splice(place, 1);
    if (line.call) {
      this.#open--;
      this.#fail('connection closed');
    }
    if (!this.#stopping) void this.#connectOne().catch(() => {});
  }

  #fail(reason: string, times = 1): void {
    this.#result.failed[reason] = (this.#result.failed[reason] ?? 0) + times;
  }
}
