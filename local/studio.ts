import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Api } from './api.ts';
import { listen, listener } from './gateway.ts';

const FILES = dirname(createRequire(import.meta.url).resolve('@supabase/lite/static/favicon.ico'));

/**
 * Serves Supabase Studio on its own port: there, pages of this machine act as service_role without
 * a key, which the API's port must never allow. Resolves with its URL.
 */
export async function startStudio(api: Api, port: number): Promise<string> {
  const app = new Hono<{ Bindings: { peerAddress?: string } }>();
  app.get(
    '/static/*',
    serveStatic({ root: FILES, rewriteRequestPath: (path) => path.slice('/static'.length) }),
  );
  // What Studio asks about the server would hold the database's URL with its password.
  app.get('/_system/info', async ({ req, env }) => {
    const response = await api.studioFetch(req.raw, env.peerAddress);
    return Response.json({ ...((await response.json()) as object), connection: {} });
  });
  app.all('*', ({ req, env }) => api.studioFetch(req.raw, env.peerAddress));

  const server = createServer(
    listener(async (request, peerAddress) => app.fetch(request, { peerAddress })),
  );
  return listen(server, port);
}
