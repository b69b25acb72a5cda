import postgres from 'postgres';
import { expect } from 'vitest';
import { digestRows, listAccountTables, type AccountTable } from '../../move/account-tables.ts';
import type { Options, Point } from '../../move/moves.ts';
import { stack } from '../stack.ts';
import { clonePostgres, type Clone } from './clone-postgres.ts';
import { createWholeAccount, identify, type WholeAccount } from './whole-account.ts';

type Command<T> = (options: Options) => Promise<T>;

const connect = (url: string, max = 1) => postgres(url, { max, prepare: false, onnotice() {} });

/** The database of the tests with an account in it, and another one that the account may move to. */
export class TwoDatabases {
  readonly here: postgres.Sql;
  readonly there: postgres.Sql;
  readonly tables: AccountTable[];
  account!: WholeAccount;
  #target: Clone;

  static async start(): Promise<TwoDatabases> {
    const target = await clonePostgres('independent');
    const here = connect(stack().adminUrl, 5);
    return new TwoDatabases(target, here, await listAccountTables(here));
  }

  private constructor(target: Clone, here: postgres.Sql, tables: AccountTable[]) {
    this.#target = target;
    this.here = here;
    this.there = connect(target.adminUrl, 5);
    this.tables = tables;
  }

  async createAccount(): Promise<void> {
    this.account = await createWholeAccount(this.here);
  }

  async stop(): Promise<void> {
    await Promise.all([this.here, this.there].map((sql) => sql.end({ timeout: 1 })));
    await this.#target.stop();
  }

  /** Runs a command as npm run move-account does. */
  async run<T>(command: Command<T>, reached?: Options['reached']): Promise<T> {
    const from = connect(stack().dbUrl);
    const to = connect(this.#target.dbUrl);
    try {
      const step: Options['step'] = (_, run) => run();
      return await command({ from, to, account: this.account.accountId, step, reached });
    } finally {
      await Promise.all([from.end({ timeout: 1 }), to.end({ timeout: 1 })]);
    }
  }

  /** As when the machine goes down at a point: whoever runs the command does nothing more. */
  async interrupt(command: Command<unknown>, at: Point): Promise<void> {
    const goDown: Command<unknown> = (options) =>
      command({
        ...options,
        async reached(point) {
          if (point !== at) return;
          await Promise.all([options.from.end({ timeout: 0 }), options.to.end({ timeout: 0 })]);
          throw new Error('interrupted');
        },
      });
    await expect(this.run(goDown)).rejects.toThrow('interrupted');
  }

  /** Every table's rows of the account: their number and the MD5 of all of them. */
  async everyRow(sql: postgres.Sql): Promise<Record<string, string>> {
    const rows = await Promise.all(
      this.tables.map(async (table) => {
        const { rows, md5 } = await digestRows(sql, table, this.account.accountId);
        return [table.name, `${rows} ${md5}`];
      }),
    );
    return Object.fromEntries(rows) as Record<string, string>;
  }

  /** The tables that have rows of the account. */
  async filled(sql: postgres.Sql): Promise<string[]> {
    const rows = Object.entries(await this.everyRow(sql));
    return rows.filter(([, digest]) => !digest.startsWith('0 ')).map(([name]) => name);
  }

  users(sql: postgres.Sql) {
    const { userId, viewerId } = this.account;
    return sql`select * from auth.users where id in ${sql([userId, viewerId])} order by id`;
  }

  /** What a product's call is answered. */
  call(sql: postgres.Sql, email = 'new@example.com'): Promise<string> {
    return identify(sql, this.account.projects[0]!.apiKey, { email });
  }
}
