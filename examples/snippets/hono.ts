import { TinyCRM } from 'tinycrm-sdk';

app.post('/signup', async (c) => {
  const crm = new TinyCRM({
    apiKey: c.env.TINYCRM_KEY,
    baseUrl: c.env.TINYCRM_URL,
    waitUntil: (promise) => c.executionCtx.waitUntil(promise),
    onError: (error) => console.warn('TinyCRM:', error.code, error.message),
  });
  const { email } = await c.req.json();
  crm.identify({ email, status: 'trial' });
  return c.json({ ok: true });
});
