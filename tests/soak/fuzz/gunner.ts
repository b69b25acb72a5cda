import assert from 'node:assert/strict';
import type { Tenant } from '../tenants.ts';
import { HttpClient, type Reply } from '../http-client.ts';
import { judgeForm, judgePointers, judgeVerdict } from './judge.ts';
import { readJson } from './json-reader.ts';
import type { Ledger } from './ledger.ts';
import type { Shot } from './shot.ts';

/** Longer than the function takes for anything; whoever waits longer waits forever. */
const HANG_MS = 15_000;

export type Project = Tenant['projects'][number];

/** Sends requests, holds each answer to what is promised, and keeps the books of what was accepted. */
export class Gunner {
  /** How often each status or problem code was answered. */
  readonly answers = new Map<string, number>();
  /** The longest that an answer took. */
  slowestMs = 0;
  readonly #clients: HttpClient[];

  /** Sends to these ingest functions in turn. */
  constructor(urls: string[], connections: number) {
    this.#clients = urls.map((url) => new HttpClient(url, connections));
  }

  get sent(): number {
    return [...this.answers.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Throws with the request and its answer when a promise is broken. `turn` picks the way in. */
  async fire(shot: Shot, project: Project, ledger: Ledger, turn: number): Promise<void> {
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries({
      authorization: `Bearer ${project.apiKey}`,
      'content-type': 'application/json',
      'content-length': String(shot.body.length),
      ...shot.headers,
    })) {
      if (value !== null) headers[name] = value;
    }
    const method = shot.method ?? 'POST';
    const from = Date.now();
    const client = this.#clients[turn % this.#clients.length]!;
    const reply = await client.send(method, shot.path ?? shot.route, shot.body, HANG_MS, headers);
    const sent = { from, to: Date.now() };
    try {
      this.#judge(shot, reply, project, ledger, sent);
    } catch (error) {
      const message = `${(error as Error).message}\n${describe(shot, method, headers, reply)}`;
      throw new assert.AssertionError({ message });
    }
  }

  #judge(
    shot: Shot,
    reply: Reply,
    project: Project,
    ledger: Ledger,
    at: { from: number; to: number },
  ) {
    const { status, body, error, ms } = reply;
    const code =
      status < 400 ? String(status) : String((body as { code?: string })?.code ?? status);
    this.answers.set(code, (this.answers.get(code) ?? 0) + 1);
    this.slowestMs = Math.max(this.slowestMs, ms);
    assert.notEqual(status, 0, `no answer: ${error}`);
    const value = parse(shot.body);
    judgeForm(reply, shot.method === 'HEAD');
    if (shot.method === 'HEAD') return;
    judgePointers(reply, value);
    assert.ok(!JSON.stringify(body).includes(project.apiKey), 'the answer holds the API key');

    const results = judgeVerdict(shot, reply, value);
    if (status >= 400) return;
    const calls = (value as { calls: { type: string }[] }).calls;
    const accepted =
      shot.route === '/batch'
        ? results
            .filter((result) => result.status === 200)
            .map((result) => ({ ...result, call: calls[result.index]! }))
        : [
            {
              ...(body as { created?: boolean; updated?: boolean }),
              call: value as { type: string },
            },
          ];
    // As the function does it: pings find whom the same batch makes.
    for (const { created, call } of accepted) {
      if (created === undefined) continue;
      const known = ledger.has((call as unknown as { email: string }).email);
      ledger.identify(call, at);
      assert.equal(created, !known, 'created');
    }
    for (const { updated, call } of accepted) {
      if (updated === undefined) continue;
      assert.equal(updated, ledger.has((call as unknown as { email: string }).email), 'updated');
    }
  }

  /** Throws unless every way in says that all is well. */
  async checkHealth(): Promise<void> {
    for (const client of this.#clients) {
      const { status, body } = await client.get('/health', HANG_MS);
      assert.equal(status, 200, JSON.stringify(body));
    }
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }
}

/** The body as JSON, or undefined when it is none. */
function parse(body: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    // The reader goes as deep as the stack. What is deeper is refused, and read for its faults only.
    return /[[{]{500}|(\{"a":){500}/.test(text) ? JSON.parse(text) : readJson(text);
  } catch {
    return undefined;
  }
}

function describe(shot: Shot, method: string, headers: object, reply: Reply): string {
  const text = shot.body.toString();
  const exact = Buffer.from(text).equals(shot.body)
    ? text
    : `base64 ${shot.body.toString('base64')}`;
  return [
    `(${shot.what})`,
    `${method} ${shot.path ?? shot.route}`.slice(0, 200),
    JSON.stringify(headers)
      .replace(/tcrm_proj_\w+/, '<key>')
      .slice(0, 500),
    exact.length > 2000 ? `${exact.slice(0, 2000)}… (${shot.body.length} bytes)` : exact,
    `→ ${reply.status} ${JSON.stringify(reply.body ?? reply.error)}`.slice(0, 1500),
  ].join('\n');
}
