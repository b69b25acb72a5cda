import { parseArgs } from 'node:util';
import { measure, type Preset } from './measure.ts';
import { median, table, type Row } from './report.ts';
import { serveSite } from './site.ts';

// npm run lighthouse [-- --runs 5] [--url https://…] [--only /docs,/pricing]
// Each page of a kind of the built site, as a phone and as a desktop; the median of the runs counts.
// Lighthouse itself is fetched when it is first asked for: the repository does not depend on it.
const PAGES = [
  '/',
  '/pricing',
  '/docs',
  '/docs/http-api',
  '/problems/validation_failed',
  '/use-cases/churn',
  '/compare/notion',
  '/changelog',
];
const LEAST = 98;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    url: { type: 'string' },
    only: { type: 'string' },
  },
});
const site = values.url ? { url: values.url, stop: () => {} } : await serveSite();
const rows: Row[] = [];
try {
  for (const page of values.only?.split(',') ?? PAGES) {
    for (const preset of ['mobile', 'desktop'] satisfies Preset[]) {
      const runs = [];
      for (let run = 0; run < Number(values.runs); run++) {
        runs.push(await measure(new URL(page, site.url).href, preset));
      }
      const row = { page, preset, ...median(runs) };
      rows.push(row);
      console.log(table([row]).split('\n').at(-1), row.faults.join(', '));
    }
  }
} finally {
  site.stop();
}
console.log(`\n${table(rows)}`);
const low = rows.filter(({ scores, cls }) => scores.some((score) => score < LEAST) || cls > 0);
if (low.length) {
  console.log(`\n${low.length} of ${rows.length} are below ${LEAST} somewhere, or shift.`);
  process.exitCode = 1;
}
