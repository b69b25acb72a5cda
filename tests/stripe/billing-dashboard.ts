import { spawn } from 'node:child_process';
import { freePort } from '../../local/ports.ts';
import { waitFor } from '../e2e/wait.ts';
import { startBillingStack, type BillingStack } from './billing-stack.ts';

/** A dashboard, built before, in front of a backend of its own where billing is on. */
export type BillingDashboard = BillingStack & { webUrl: string };

export async function startBillingDashboard(): Promise<BillingDashboard> {
  const port = await freePort();
  const webUrl = `http://127.0.0.1:${port}`;
  const billing = await startBillingStack({ DASHBOARD_URL: webUrl }, '--no-auth-limits');
  const { stack } = billing;
  const preview = spawn(
    'node_modules/.bin/vite',
    ['preview', '--host', '127.0.0.1', '--port', String(port), '--strictPort'],
    {
      env: {
        ...process.env,
        SUPABASE_URL: stack.apiUrl,
        SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
        SUPABASE_SECRET_KEY: stack.secretKey,
        INGEST_URL: stack.ingestUrl,
        SMTP_URL: stack.smtpUrl,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  await waitFor(webUrl);
  return {
    ...billing,
    webUrl,
    async stop() {
      preview.kill();
      await billing.stop();
    },
  };
}
