import type { Mutant } from './check.ts';

/** First all but the params of a call, then the rest, each in a transaction of its own. */
export const writtenInTwoHalves: Mutant = {
  name: 'a call is written in two transactions',
  edge: {
    file: 'postgres-store.ts',
    replace: [
      [
        '(sql, json) => sql`select ordinal, outcome from ingest.identify(${json})`',
        `async (sql, json) => {
          await sql\`
            select from ingest.identify((
              select jsonb_agg(call - 'params') from jsonb_array_elements(\${json}::jsonb) call
            ))\`;
          return await sql\`select ordinal, outcome from ingest.identify(\${json})\`;
        }`,
      ],
    ],
  },
};
