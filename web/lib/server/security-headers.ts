/**
 * The headers of every response. Files that no hook sees get them from vercel.json, and from
 * vite.config.ts in a preview.
 */
export const HEADERS = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

// Pages bring their own policy with a nonce (svelte.config.js). This is for everything else:
// redirects, data, and the last-resort error page, which has one style element and no script.
const POLICY_WITHOUT_SCRIPTS =
  "default-src 'none'; style-src 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Adds what every response carries. What the response already says about caching and scripts stays. */
export function setSecurityHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  if (!headers.has('content-security-policy')) {
    headers.set('content-security-policy', POLICY_WITHOUT_SCRIPTS);
  }
  // Every page is about one signed-in person.
  if (!headers.has('cache-control')) headers.set('cache-control', 'private, no-store');
}
