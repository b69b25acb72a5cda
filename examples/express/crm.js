import { TinyCRM } from 'tinycrm-sdk';

// Without TINYCRM_KEY, on a colleague's laptop say, nothing is sent.
export const crm = new TinyCRM({
  apiKey: process.env.TINYCRM_KEY,
  baseUrl: process.env.TINYCRM_URL,
  enabled: Boolean(process.env.TINYCRM_KEY),
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
