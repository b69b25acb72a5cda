import { createServer } from 'node:http';
import { listen, listener } from '../../local/gateway.ts';
import { stack } from '../stack.ts';
import { startDashboard } from './dashboard.ts';

let served: Promise<string> | undefined;

/** The address of /v1 on the dashboard, served over HTTP for as long as this file is tested. */
export function dashboardApi(): Promise<string> {
  served ??= serveDashboard();
  return served;
}

async function serveDashboard(): Promise<string> {
  const kit = await startDashboard(stack());
  const server = createServer(
    listener((request, address = '') => kit.respond(request, { getClientAddress: () => address })),
  );
  server.unref();
  return `${await listen(server, 0)}/v1`;
}

/** Where calls can be sent, for tests of what both addresses promise. */
export const ADDRESSES: [string, () => Promise<string>][] = [
  ['at the Edge Function', async () => stack().ingestUrl],
  ['at /v1 of the dashboard', dashboardApi],
];
