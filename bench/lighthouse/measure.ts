import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { launchOptions } from '../../tests/e2e/browser.ts';
import { CATEGORIES, type Run } from './report.ts';

export type Preset = 'mobile' | 'desktop';

interface Audit {
  id: string;
  score: number | null;
  numericValue?: number;
  scoreDisplayMode: string;
}
interface Result {
  categories: Record<string, { score: number }>;
  audits: Record<string, Audit>;
}

const run = promisify(execFile);
const VERSION = '13.5.0';

/** One run of Lighthouse on a page, in a browser of its own. */
export async function measure(url: string, preset: Preset): Promise<Run> {
  const { executablePath, args = [], env = process.env } = await launchOptions();
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-lighthouse-'));
  const file = join(folder, 'result.json');
  try {
    await run(
      'npx',
      [
        ...['--yes', `lighthouse@${VERSION}`, url, '--quiet', '--output=json'],
        `--output-path=${file}`,
        `--chrome-flags=--headless=new ${args.join(' ')}`,
        ...(preset === 'desktop' ? ['--preset=desktop'] : []),
      ],
      {
        env: { ...env, ...(executablePath ? { CHROME_PATH: executablePath } : {}) },
        timeout: 180_000,
      },
    );
    return read(JSON.parse(await readFile(file, 'utf8')));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function read({ categories, audits }: Result): Run {
  const faults = Object.values(audits).filter(
    ({ score, scoreDisplayMode }) =>
      score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
  );
  return {
    scores: CATEGORIES.map((name) => Math.round(categories[name]!.score * 100)),
    lcpMs: audits['largest-contentful-paint']!.numericValue!,
    tbtMs: audits['total-blocking-time']!.numericValue!,
    cls: audits['cumulative-layout-shift']!.numericValue!,
    faults: faults.map(({ id }) => id),
  };
}
