import { json, serve, type Answer } from '../test/server.ts';

const busy = new Set<unknown>();

const answers: Record<string, Answer> = {
  ok: (response, { path, body }) =>
    path.endsWith('/batch')
      ? json(response, 200, {
          results: body.calls.map((_: unknown, index: number) => ({ index, status: 200 })),
        })
      : json(response, 200, {}),
  busy: (response, { headers }) => {
    const first = !busy.delete(headers.host);
    if (first) busy.add(headers.host);
    json(response, first ? 503 : 200, {}, { 'retry-after': '0' });
  },
  refused: (response) => json(response, 422, { code: 'validation_failed', detail: 'No.' }),
  redirect: (response) => response.writeHead(302, { location: '/ok/ping' }).end('Moved'),
  html: (response) => response.writeHead(404).end('<h1>Not found</h1>'),
  silent: () => {},
  stalled: (response) => response.writeHead(503).write('{'),
  'stalled-success': (response) => response.writeHead(200).write('{'),
  cut: (response) => response.destroy(),
};

/** One real HTTP server with a way to answer, or to fail, under each path that `checks` uses. */
export const servers = () =>
  serve((response, request, n) => answers[request.path.split('/')[1]!]!(response, request, n));
