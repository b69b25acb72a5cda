// src/lib/server/crm.ts
import { env } from '$env/dynamic/private';
import { TinyCRM } from 'tinycrm-sdk';

export const crm = new TinyCRM({
  apiKey: env.TINYCRM_KEY,
  baseUrl: env.TINYCRM_URL,
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
