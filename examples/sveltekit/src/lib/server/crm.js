import { env } from '$env/dynamic/private';
import { TinyCRM } from 'tinycrm-sdk';

// Without TINYCRM_KEY, on a colleague's laptop say, nothing is sent.
export const crm = new TinyCRM({
  apiKey: env.TINYCRM_KEY,
  baseUrl: env.TINYCRM_URL,
  enabled: Boolean(env.TINYCRM_KEY),
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});
