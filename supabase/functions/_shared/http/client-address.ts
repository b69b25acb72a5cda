/**
 * The address a request comes from, as the platform tells. Hosted functions stand behind a proxy
 * that sets cf-connecting-ip itself; other proxies add the address they see to x-forwarded-for,
 * so that only the last one is not made up by the sender.
 */
export function clientAddress(headers: Headers): string {
  return (
    headers.get('cf-connecting-ip') ??
    headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ??
    'unknown'
  );
}
