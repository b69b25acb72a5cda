import type { IncomingMessage, ServerResponse } from 'node:http';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Middleware that answers what cannot be made into a Request of the web: SvelteKit's own server would
 * throw outside of any handler, which ends its process.
 */
export function refuseMalformed(
  { method = '', headers, url = '' }: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const refuse = (status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(text + '\n');
  };
  if (!METHODS.includes(method)) {
    response.setHeader('allow', METHODS.join(', '));
    return refuse(405, `TinyCRM doesn’t support ${method}.`);
  }
  if (!isHost(headers.host) || !url.startsWith('/')) {
    return refuse(400, 'Invalid host or path in this request.');
  }
  // To the URL parser the first part of such a path is a host.
  if (/^\/[/\\]/.test(url)) return refuse(404, 'There’s nothing at this address.');
  next();
}

/** HTTP/1.0 knows no host. */
function isHost(host: string | undefined): boolean {
  return host === undefined || (!/[/\\?#@]/.test(host) && URL.canParse(`http://${host}/`));
}
