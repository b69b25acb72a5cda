const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a request that may change something was not sent by a page of `origin`. Browsers name the
 * origin of every such request, whatever its content type; what names none is refused too.
 */
export function isForged({ method, headers }: Request, origin: string): boolean {
  return !READS.has(method) && headers.get('origin') !== origin;
}
