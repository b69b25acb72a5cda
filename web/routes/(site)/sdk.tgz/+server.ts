import { base64 } from 'virtual:sdk';

export const prerender = true;

/** The SDK as npm installs it, until it is on npm: npm install https://crm.your-domain/sdk.tgz. */
export const GET = () =>
  new Response(Buffer.from(base64, 'base64'), { headers: { 'content-type': 'application/gzip' } });
