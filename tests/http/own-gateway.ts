import { startGateway, type Gateway } from '../../local/gateway.ts';
import { stack } from '../stack.ts';

/** Answers a request in place of the backend, or lets it through. */
export type Between = (path: string, request: Request) => Promise<Response | undefined>;

/**
 * A gateway of its own before the shared backend, which the dashboard of this file asks from now on.
 * The caller closes it.
 */
export async function standBetween(between: Between): Promise<Gateway> {
  const { apiUrl } = stack();
  const gateway = await startGateway(0);
  gateway.serveApiFrom({
    async fetch(request) {
      const { pathname, search } = new URL(request.url);
      const path = pathname + search;
      const body = request.body ? await request.arrayBuffer() : undefined;
      const answer = await between(path, request);
      if (answer) return answer;
      const { method, headers } = request;
      const passed = await fetch(apiUrl + path, { method, headers, body, redirect: 'manual' });
      const kept = new Headers(passed.headers);
      // The body has been unpacked.
      for (const name of ['content-encoding', 'content-length', 'transfer-encoding'])
        kept.delete(name);
      return new Response(passed.body, { status: passed.status, headers: kept });
    },
  });
  process.env.TINYCRM_STACK = JSON.stringify({ ...stack(), apiUrl: gateway.url });
  return gateway;
}
