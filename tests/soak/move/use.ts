import assert from 'node:assert/strict';
import type postgres from 'postgres';
import { identify } from '../../sql/whole-account.ts';
import { actAs, type Tenant } from '../tenants.ts';

export const WRITERS = 4;
/** Each writer has so many people of its own, so that the last call about somebody is known. */
const PEOPLE = 50;

/** Products, a member and another account that write, each on the side where it gets in. */
export class Use {
  readonly acknowledged = new Map<string, number>();
  readonly tags: string[] = [];
  readonly othersOutcomes = new Set<string>();
  calls = 0;
  othersCalls = 0;
  slowest = 0;
  othersSlowest = 0;
  #stopped = false;
  #sides: postgres.Sql[];
  #moved: Tenant;
  #other: Tenant;

  constructor(sides: postgres.Sql[], moved: Tenant, other: Tenant) {
    this.#sides = sides;
    this.#moved = moved;
    this.#other = other;
  }

  async start(): Promise<void> {
    const writers = Array.from({ length: WRITERS }, (_, writer) => this.#write(writer));
    await Promise.all([...writers, this.#tag(), this.#writeElsewhere()]);
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when each of the writers has written a while longer. */
  async isUnderWay(): Promise<void> {
    const enough = this.calls + WRITERS * PEOPLE;
    const tags = this.tags.length;
    while (this.calls < enough || this.tags.length === tags) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async #write(writer: number): Promise<void> {
    for (let n = 0, side = 0; !this.#stopped; n++) {
      const email = `writer-${writer}-${n % PEOPLE}@example.com`;
      const begin = performance.now();
      const call = () =>
        identify(this.#sides[side]!, this.#moved.projects[0]!.apiKey, { email, params: { n } });
      while ((await call()) === 'unauthorized') side = 1 - side;
      this.acknowledged.set(email, n);
      this.calls++;
      this.slowest = Math.max(this.slowest, performance.now() - begin);
    }
  }

  async #tag(): Promise<void> {
    const { accountId, userId } = this.#moved;
    // Told by its id: looked up in the same statement, it may not be there yet where its member is.
    const [person] = await this.#sides[0]!`
      select id from public.customers where account_id = ${accountId} and email = 'person-0@example.com'`;
    for (let n = 0, side = 0; !this.#stopped; n++) {
      const tag = `tag ${String(n).padStart(6, '0')}`;
      const change = actAs(
        this.#sides[side]!,
        userId,
        (sql) => sql`select public.tag_customers(${accountId}, ${tag}, ${[person!.id]}) as tagged`,
      );
      const rows = await change.catch(refusedAsStranger);
      if (rows) {
        assert.equal(rows[0]!.tagged, 1, 'customers that the member tagged');
        this.tags.push(tag);
      } else {
        side = 1 - side;
      }
    }
  }

  async #writeElsewhere(): Promise<void> {
    for (let n = 0; !this.#stopped; n++) {
      const begin = performance.now();
      const email = `person-${n % PEOPLE}@example.com`;
      const [here] = this.#sides as [postgres.Sql];
      this.othersOutcomes.add(await identify(here, this.#other.projects[0]!.apiKey, { email }));
      this.othersCalls++;
      this.othersSlowest = Math.max(this.othersSlowest, performance.now() - begin);
    }
  }
}

/** Undefined for somebody who is no member on this side; throws what else went wrong. */
function refusedAsStranger(error: unknown): undefined {
  if ((error as { code?: string }).code === '42501') return undefined;
  throw error;
}
