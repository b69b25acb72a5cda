import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CRON_SECRET, stack, type Stack } from '../stack.ts';

const OUTPUT = '.svelte-kit/output/server';

/** As hosted: by TLS, so that cookies are marked Secure. */
export const ORIGIN = 'https://crm.example.test';

interface KitServer {
  init(options: { env: Record<string, string> }): Promise<void>;
  respond(request: Request, options: { getClientAddress(): string }): Promise<Response>;
}

let server: Promise<KitServer> | undefined;

let visitors = 0;

/** An address that no request came from before: a visitor with attempts left. */
export function newAddress(): string {
  visitors++;
  return `10.${process.pid % 256}.${visitors >> 8}.${visitors % 256}`;
}

/** Asks the built dashboard, in this process, as a browser would that keeps no cookies by itself. */
export async function ask(
  path: string,
  init: RequestInit = {},
  address = newAddress(),
): Promise<Response> {
  server ??= startDashboard(stack());
  const request = new Request(ORIGIN + path, { redirect: 'manual', ...init });
  return (await server).respond(request, { getClientAddress: () => address });
}

/** Sends a form of the dashboard from its own page. */
export function submit(
  path: string,
  fields: Record<string, string>,
  cookie = '',
  address = newAddress(),
) {
  const init = {
    method: 'POST',
    headers: { origin: ORIGIN, cookie, accept: 'text/html' },
    body: new URLSearchParams(fields),
  };
  return ask(path, init, address);
}

/** What a browser would send back of the cookies that an answer sets. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0]!)
    .filter((pair) => !pair.endsWith('='))
    .join('; ');
}

/** The dashboard of a backend, in this process. It is built when it is not there yet. */
export async function startDashboard(
  backend: Pick<Stack, 'apiUrl' | 'publishableKey' | 'secretKey' | 'ingestUrl'> & Partial<Stack>,
): Promise<KitServer> {
  if (!existsSync(OUTPUT)) execFileSync('node_modules/.bin/vite', ['build', '--logLevel', 'warn']);
  const at = (file: string) => pathToFileURL(resolve(OUTPUT, file)).href;
  const { Server } = await import(/* @vite-ignore */ at('index.js'));
  const { manifest } = await import(/* @vite-ignore */ at('manifest.js'));
  const { apiUrl, publishableKey, secretKey, ingestUrl, smtpUrl = '' } = backend;
  const made: KitServer = new Server(manifest);
  await made.init({
    env: {
      SUPABASE_URL: apiUrl,
      SUPABASE_PUBLISHABLE_KEY: publishableKey,
      SUPABASE_SECRET_KEY: secretKey,
      INGEST_URL: ingestUrl,
      SUPABASE_REGION: 'eu-central-1',
      SMTP_URL: smtpUrl,
      CRON_SECRET,
      WEBHOOKS_ALLOW_LOOPBACK: '1',
      AUTH_PROVIDERS: 'github',
      SUPABASE_REPLICA_URL: process.env.SUPABASE_REPLICA_URL ?? '',
    },
  });
  return made;
}
