import { runSqlLoad } from '../generators/sql.ts';
import type { Bench } from '../bench.ts';
import type { Path } from './path.ts';

/** The commit limit of the machine: one row of a table with one index, one transaction each. */
export function barePath({ stack, customers }: Bench): Path {
  return (size) =>
    runSqlLoad({
      ...size,
      databaseUrl: stack.adminUrl,
      customers,
      keyHashes: [],
      script: `
\\set id random(0, :customers - 1)
\\set value random(0, 999999)
insert into bench.bare (id, value) values (:id, :value)
on conflict (id) do update set value = excluded.value;
`,
      statement: {
        text: `insert into bench.bare (id, value) values ($1, $2)
          on conflict (id) do update set value = excluded.value`,
        parameters: 'bareParameters',
      },
    });
}
