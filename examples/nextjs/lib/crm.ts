import { after } from 'next/server';
import { TinyCRM } from 'tinycrm-sdk';

// `after` keeps a serverless function alive until the call is delivered; the visitor does not wait.
export const crm = new TinyCRM({
  apiKey: process.env.TINYCRM_KEY,
  baseUrl: process.env.TINYCRM_URL,
  enabled: Boolean(process.env.TINYCRM_KEY),
  waitUntil: after,
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
