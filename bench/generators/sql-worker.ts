import { text } from 'node:stream/consumers';
import postgres from 'postgres';
import { identifyBody, PROJECTS, randomBelow } from '../people.ts';
import { loadResult, type SqlLoad } from './load-result.ts';

// The generator where there is no pgbench. stdin: a SqlLoad as JSON. stdout: a LoadResult as JSON.
const load = JSON.parse(await text(process.stdin)) as SqlLoad;

const parameters = {
  bareParameters: () => [randomBelow(load.customers), randomBelow(1_000_000)],
  identifyParameters() {
    const n = randomBelow(load.customers);
    return [JSON.stringify([{ key_hash: load.keyHashes[n % PROJECTS], ...identifyBody(n) }])];
  },
}[load.statement.parameters];

const call = (sql: postgres.Sql) =>
  sql.unsafe(load.statement.text, parameters(), { prepare: true });

const connections = await Promise.all(
  Array.from({ length: load.connections }, async () => {
    const sql = postgres(load.databaseUrl, { max: 1 });
    // A new backend has to compile and plan before it counts.
    for (let i = 0; i < 6; i++) await call(sql);
    return sql;
  }),
);
const durations: number[] = [];
const from = Date.now() + load.rampSeconds * 1000;
const to = from + load.seconds * 1000;

await Promise.all(
  connections.map(async (sql) => {
    for (let now = Date.now(); now < to; now = Date.now()) {
      const begin = performance.now();
      await call(sql);
      const end = Date.now();
      if (end >= from && end < to) durations.push(performance.now() - begin);
    }
  }),
);
await Promise.all(connections.map((sql) => sql.end()));
process.stdout.write(JSON.stringify(loadResult(durations, 0, from, to)));
