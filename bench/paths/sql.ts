import { createHash } from 'node:crypto';
import type { Bench } from '../bench.ts';
import { runSqlLoad } from '../generators/sql.ts';
import {
  capitalized,
  COUNTRIES,
  FIRST_NAMES,
  LAST_NAMES,
  PLANS,
  PROJECTS,
  STATUSES,
} from '../people.ts';
import type { Path } from './path.ts';

/** The unit: one identify call straight into SQL as the role ingest, one transaction each. */
export function sqlPath({ stack, customers, tenant }: Bench): Path {
  const keyHashes = tenant.projects.map(({ apiKey }) =>
    createHash('sha256').update(apiKey).digest('hex'),
  );
  return (size) =>
    runSqlLoad({
      ...size,
      databaseUrl: stack.ingestDbUrl,
      customers,
      keyHashes,
      script: script(keyHashes),
      statement: {
        text: 'select ordinal, outcome from ingest.identify($1::text::jsonb)',
        parameters: 'identifyParameters',
      },
    });
}

/** people.ts in pgbench's words. That the emails agree is checked: a run may make nobody. */
function script(keyHashes: string[]): string {
  const pick = (values: string[], variable: string) =>
    `(array['${values.join("','")}'])[:${variable}::int]`;
  return `
\\set n random(0, :customers - 1)
\\set project :n % ${PROJECTS} + 1
\\set first :n % ${FIRST_NAMES.length} + 1
\\set last (:n / ${FIRST_NAMES.length}) % ${LAST_NAMES.length} + 1
\\set kind :n % ${STATUSES.length} + 1
\\set seats random(1, 50)
\\set mrr random(0, 499)
select ordinal, outcome from ingest.identify(format(
'[{"key_hash":"%s","email":"%s.%s%s@example.com","name":"%s %s","status":"%s","params":{"plan":"%s","country":"%s","seats":%s,"mrr":%s}}]',
${pick(keyHashes, 'project')}, ${pick(FIRST_NAMES, 'first')}, ${pick(LAST_NAMES, 'last')}, :n::int,
${pick(FIRST_NAMES.map(capitalized), 'first')}, ${pick(LAST_NAMES.map(capitalized), 'last')},
${pick(STATUSES, 'kind')}, ${pick(PLANS, 'kind')}, ${pick(COUNTRIES, 'kind')}, :seats::int, :mrr::int
)::jsonb);
`;
}
