import type { Mutant } from './check.ts';

/** First all but the params of a call, then the rest, each in a transaction of its own. */
export const writtenInTwoHalves: Mutant = {
  name: 'a call is written in two transactions',
  edge: {
    file: 'ingest/writing/postgres-store.ts',
    replace: [
      [
        "write<IdentifyOutcome>('select ordinal, outcome from ingest.identify($1)', calls)",
        `pool
          .ask(
            \`select from ingest.identify((
              select jsonb_agg(call - 'params') from jsonb_array_elements($1::jsonb) call
            ))\`,
            [JSON.stringify(calls.map(toSql))],
          )
          .then(() =>
            write<IdentifyOutcome>('select ordinal, outcome from ingest.identify($1)', calls),
          )`,
      ],
    ],
  },
};
