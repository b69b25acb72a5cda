const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True if a request that may change something was not sent by a page of `origin`. Browsers name the
 * origin of every such request, whatever its content type; a request that names none is refused
 * too.
 */
export function isForged({ method, headers }: Request, origin: string): boolean {
  return !READS.has(method) && headers.get('origin') !== origin;
}
