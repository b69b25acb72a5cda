import { env } from '$env/dynamic/private';

/** Where products send their calls: /v1 at the dashboard's own address, as web/routes/v1 answers it. */
export function ingestAddress(url: URL): string {
  return `${env.SITE_URL ? new URL(env.SITE_URL).origin : url.origin}/v1`;
}
