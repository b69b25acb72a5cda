// lib/crm.ts
import { after } from 'next/server';
import { TinyCRM } from 'tinycrm-sdk';

export const crm = new TinyCRM({
  apiKey: process.env.TINYCRM_KEY,
  baseUrl: process.env.TINYCRM_URL,
  waitUntil: after,
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
