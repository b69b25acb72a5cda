import assert from 'node:assert/strict';
import type postgres from 'postgres';
import type { ProblemCode } from '../../../supabase/functions/_shared/contract/problems.ts';
import type { Reply } from '../http-client.ts';
import { Random } from '../random.ts';
import { mutateBytes } from './broken-text.ts';
import { freshEmail } from './calls.ts';
import { canonicalForm } from './emails.ts';
import type { Project } from './gunner.ts';
import { judgeForm } from './judge.ts';
import { rawCases } from './raw-cases.ts';
import { randomOf } from './random-of.ts';
import { exchangeRaw, type RawOutcome } from './raw-socket.ts';
import type { RawCase } from './raw-writer.ts';

/** A body has 10 s; whoever hangs longer than this hangs forever. */
const HANG_MS = 15_000;
const AT_ONCE = 64;
const DAMAGED = 'damaged bytes';
const PLACEHOLDER = 'damaged-########@example.com';

export interface RawOptions {
  /** The ingest function, and the ways to it. */
  urls: Record<string, string>;
  project: Project;
  admin: postgres.Sql;
  seed: number;
  /** How many requests with random damage, besides those of the corpus. */
  count: number;
  slow: boolean;
}

/** Sends requests byte by byte. Resolves with what went wrong, and what came back how often. */
export async function fireOverSockets(options: RawOptions) {
  const { urls, project, admin, seed, slow } = options;
  const failures: string[] = [];
  const figures: Record<string, number> = {};
  const stored = new Map<string, { what: string; due: boolean }>();
  const count = (name: string) => (figures[name] = (figures[name] ?? 0) + 1);

  const jobs: { via: string; url: URL; raw: RawCase }[] = [];
  for (const [via, text] of Object.entries(urls)) {
    const url = new URL(text);
    const people = new Random(seed);
    const target = {
      host: url.host,
      path: url.pathname,
      apiKey: project.apiKey,
      person: () => `${via}-${freshEmail(people, jobs.length)}`,
    };
    const corpus = rawCases(target).filter(({ isSlow }) => slow || !isSlow);
    jobs.push(...corpus.map((raw) => ({ via, url, raw })));
    const undamaged = rawCases({ ...target, person: () => PLACEHOLDER }).filter(canBeDamaged);
    for (let number = 0; number < options.count / 2; number++) {
      const random = randomOf(seed, number);
      const email = PLACEHOLDER.replace(/#+/, (marks) =>
        `${number}`.padStart(marks.length, via[0]),
      );
      jobs.push({ via, url, raw: damaged(random.pick(undamaged), email, random) });
    }
  }

  const queue = jobs.values();
  const worker = async () => {
    for (const { via, url, raw } of queue) {
      const outcome = await exchangeRaw(url, raw, HANG_MS);
      count(outcome.answers.length > 0 ? 'socket_answered' : 'socket_closed');
      for (const { status, headers } of outcome.answers) {
        if (!headers['x-request-id']) count(`${via}_own_${status}`);
      }
      try {
        judge(raw, outcome);
      } catch (error) {
        const sent = raw.steps
          .map((step) => (typeof step === 'number' ? ` (${step} ms) ` : step))
          .join('');
        const answers = JSON.stringify(outcome.answers).slice(0, 800);
        failures.push(
          `${via}, ${raw.name}: ${(error as Error).message}\n${JSON.stringify(sent.slice(0, 1500))}\n→ ${answers}`,
        );
      }
      const due = storedAfter(raw, outcome);
      if (due !== undefined)
        stored.set(canonicalForm(raw.email), { what: `${via}, ${raw.name}`, due });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  const rows = await admin`
    select c.email from public.customers c
    join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    where cp.project_id = ${project.id}`;
  const there = new Set(rows.map(({ email }) => email as string));
  for (const [email, { what, due }] of stored) {
    if (there.has(email) !== due)
      failures.push(`${what}: ${due ? 'accepted and not stored' : 'refused and stored'}`);
  }
  return { failures, figures: { sockets: jobs.length, ...figures } };
}

function judge(raw: RawCase, { answers, closed, hung, ms }: RawOutcome): void {
  assert.ok(!hung, `neither answered nor closed in ${Math.round(ms)} ms`);
  for (const answer of answers) {
    assert.ok(answer.status < 500, `a ${answer.status} was answered`);
    // Without this the answer is the HTTP server's, which did not understand the request.
    if (answer.headers['x-request-id']) judgeForm(answer, raw.isHead);
    else if (raw.due)
      assert.ok(raw.due.includes('own'), `the server itself answered ${answer.status}`);
  }
  if (!raw.due || raw.then === 'destroy') return;
  if (answers.length === 0) {
    assert.ok(closed && raw.due.includes('closed'), 'closed without an answer');
  } else {
    for (const [i, answer] of answers.entries()) {
      // What comes after a body of the wrong length is the start of another request.
      if (i >= (raw.answers ?? 1)) return;
      const was = nameOf(answer);
      assert.ok(raw.due.includes(was), `${was}, not ${raw.due.join(' or ')}`);
    }
  }
}

function nameOf({ status, headers, body }: Reply) {
  if (!headers['x-request-id']) return 'own';
  return status < 400 ? 'accepted' : (body as { code: ProblemCode }).code;
}

/** Whether the person must be there or must not be. Undefined: nobody can tell. */
function storedAfter({ due, name }: RawCase, { answers }: RawOutcome): boolean | undefined {
  if (answers.length === 0) return due ? false : undefined;
  // An answer that the HTTP server makes may be about what followed on the same connection.
  if (answers.some((answer) => nameOf(answer) === 'own')) return undefined;
  if (answers.every(({ status }) => status >= 400)) return false;
  return answers[0]!.status === 200 && due?.includes('accepted') && name !== DAMAGED
    ? true
    : undefined;
}

/** Whether it is one request that is sent in one go. */
function canBeDamaged({ steps, answers, isHead, then }: RawCase): boolean {
  const [first] = steps;
  const isShort = typeof first === 'string' && first.length < 4000 && !steps.some(Buffer.isBuffer);
  return isShort && answers === undefined && !isHead && then !== 'destroy';
}

function damaged({ steps }: RawCase, email: string, random: Random): RawCase {
  const bytes = Buffer.from(
    steps
      .filter((step) => typeof step !== 'number')
      .join('')
      .replaceAll(PLACEHOLDER, email),
  );
  return { name: DAMAGED, email, steps: [mutateBytes(bytes, random), 300], then: 'end' };
}
