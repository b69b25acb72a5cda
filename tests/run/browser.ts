import { spawn } from 'node:child_process';
import { freePort } from '../../local/ports.ts';
import { CRON_SECRET, MANY_ATTEMPTS, startStack } from '../stack.ts';
import { bin, counted, run } from './command.ts';
import type { Counts, Print } from './schedule.ts';

/** The tests in a browser, in front of a backend of their own and the dashboard as it was built. */
export async function testInBrowser(print: Print): Promise<Counts> {
  const { code, count } = await runPlaywright(print);
  const counts = counted(code, count('passed'), count('failed'));
  // What never ran is not among the last failed.
  if (count('failed') === 0 || count('did not run') > 0) return counts;
  return {
    ...counts,
    async again(print) {
      const { code, count } = await runPlaywright(print, '--last-failed');
      const { passed, failed } = counted(code, count('passed'), count('failed'));
      return { passed: counts.passed + passed, failed };
    },
  };
}

async function runPlaywright(print: Print, ...flags: string[]) {
  const { stop, ...stack } = await startStack('--no-auth-limits');
  const port = await freePort();
  const env = {
    TINYCRM_STACK: JSON.stringify(stack),
    SUPABASE_URL: stack.apiUrl,
    SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
    SUPABASE_SECRET_KEY: stack.secretKey,
    INGEST_URL: stack.ingestUrl,
    SMTP_URL: stack.smtpUrl,
    CRON_SECRET,
    WEBHOOKS_ALLOW_LOOPBACK: '1',
    ATTEMPTS_PER_VISITOR: MANY_ATTEMPTS,
    WEB_URL: `http://127.0.0.1:${port}`,
  };
  const preview = spawn(
    bin('vite'),
    ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  preview.stderr.setEncoding('utf8').on('data', print);
  try {
    const args = ['test', '--reporter=list', ...flags];
    const { code, output } = await run(print, bin('playwright'), args, env);
    const count = (word: string) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
    return { code, count };
  } finally {
    preview.kill();
    await stop();
  }
}
