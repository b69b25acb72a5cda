import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { canonicalForm } from './emails.ts';
import { readJson } from './json-reader.ts';
import { assertLawful } from './lawful.ts';

/** What one project must hold about one person. */
interface Expected {
  name: string | null;
  status: string;
  params: Map<string, unknown>;
  /** When they were seen first: microseconds since 1970, from and to. */
  firstSeen: [number, number];
}

interface Call {
  email: string;
  name?: string | null;
  status?: string | null;
  params?: Record<string, unknown>;
  age?: number;
  timestamp?: string;
}

/** Milliseconds since 1970 around a request. */
export interface Sent {
  from: number;
  to: number;
}

/** Clocks of one machine are read in a slightly different way by Node and by Postgres. */
const CLOCKS_MS = 5;

/** All that one project was told and accepted, to be compared with what the database holds. */
export class Ledger {
  readonly #people = new Map<string, Expected>();

  get size(): number {
    return this.#people.size;
  }

  /** Whether an identify of this person was accepted. */
  has(email: string): boolean {
    return this.#people.has(canonicalForm(email));
  }

  /** Takes in an accepted identify, the newest that there is of this person. Throws when it should not be one. */
  identify(value: unknown, sent: Sent): void {
    const call = value as Call;
    assertLawful(call as unknown as Record<string, unknown>);
    const email = canonicalForm(call.email);
    const at = eventTime(call, sent);
    const known = this.#people.get(email);
    const person = known ?? { name: null, status: 'free', params: new Map(), firstSeen: at };
    if (call.name?.trim()) person.name = call.name.trim().normalize('NFC');
    if (call.status?.trim()) person.status = call.status;
    for (const [key, param] of Object.entries(call.params ?? {})) {
      if (param === null) person.params.delete(key);
      else person.params.set(key, param);
    }
    if (at[0] < person.firstSeen[0]) person.firstSeen = at;
    this.#people.set(email, person);
  }

  /** Throws unless the project holds exactly what was accepted. */
  async compare(sql: postgres.Sql, projectId: string): Promise<void> {
    const rows = await sql`
      select
        c.email, c.name, cp.status, cp.params::text,
        (extract(epoch from cp.first_seen_at) * 1000000)::float8 as first_seen
      from public.customer_projects cp
      join public.customers c on c.account_id = cp.account_id and c.id = cp.customer_id
      where cp.project_id = ${projectId}`;
    const missing = new Set(this.#people.keys());
    for (const row of rows) {
      const expected = this.#people.get(row.email);
      assert.ok(expected, `${JSON.stringify(row)} was stored although nothing of it was accepted`);
      missing.delete(row.email);
      assert.deepEqual(
        { name: row.name, status: row.status, params: plain(readJson(row.params)) },
        {
          name: expected.name,
          status: expected.status,
          params: plain(Object.fromEntries(expected.params)),
        },
        `what is stored of ${row.email} is not what was accepted`,
      );
      const [from, to] = expected.firstSeen;
      assert.ok(
        row.first_seen >= from && row.first_seen <= to,
        `${row.email} was seen first at ${row.first_seen}, not within ${from}–${to}`,
      );
    }
    assert.deepEqual([...missing], [], 'accepted and not stored');
  }
}

/** JSON knows no negative zero. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return value + 0;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, plain(member)]);
  return Object.fromEntries(entries);
}

function eventTime({ age = 0, timestamp }: Call, { from, to }: Sent): [number, number] {
  const now: [number, number] = [
    Math.floor((from - age - CLOCKS_MS) * 1000),
    Math.ceil((to - age + CLOCKS_MS) * 1000),
  ];
  if (timestamp === undefined) return now;
  // JavaScript reads milliseconds; six digits are kept.
  const fraction = (/\.(\d{1,6})/.exec(timestamp)?.[1] ?? '').padEnd(6, '0');
  const at = Date.parse(timestamp.replace(/\.\d+/, '')) * 1000 + Number(fraction);
  return at < now[0] ? [at, at] : now;
}
