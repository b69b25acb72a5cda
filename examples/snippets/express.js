import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM({
  apiKey: process.env.TINYCRM_KEY,
  baseUrl: process.env.TINYCRM_URL,
  onError: (error) => console.warn('TinyCRM:', error.code, error.message),
});

app.post('/sign-up', async (request, response) => {
  const user = await createUser(request.body);
  crm.identify({ email: user.email, name: user.name, status: 'trial' });
  response.redirect('/welcome');
});

process.on('SIGTERM', () => {
  setTimeout(() => {
    console.warn('TinyCRM: gave up on the last calls'); // Docker kills after 10 s
    process.exit();
  }, 8000).unref();
  server.close(() => crm.flush().then(() => process.exit()));
});
