import { join } from 'node:path';
import type { Child } from './child.ts';
import { settingsOf } from './edge.ts';
import { serveFunction, type FunctionOptions } from './edge-function.ts';
import type { Processes } from './processes.ts';
import { projectRoot } from './project.ts';

/** Whether there is something to serve: without Stripe's key nobody can pay here. */
export function hasBilling(): boolean {
  return Boolean(process.env.STRIPE_SECRET_KEY);
}

/** Serves the function `billing` with the STRIPE_ settings of this process. */
export function startBilling(
  processes: Processes,
  options: Omit<FunctionOptions, 'folder' | 'name' | 'reaches' | 'settings'> & {
    billingDatabaseUrl: string;
  },
): Promise<{ url: string; child: Child }> {
  return serveFunction(processes, {
    ...options,
    name: 'Billing',
    folder: join(projectRoot, 'supabase', 'functions', 'billing'),
    reaches: process.env.STRIPE_API_URL ? undefined : 'api.stripe.com',
    settings: { ...settingsOf('STRIPE_'), BILLING_DB_URL: options.billingDatabaseUrl },
  });
}
