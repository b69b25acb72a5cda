import express from 'express';
import { crm } from './crm.js';
import { signUp, userOf } from './users.js';

const app = express();
app.use(express.urlencoded({ extended: false }));

// 1. When they are active. Nobody waits for it.
app.use((request, _response, next) => {
  request.user = userOf(request);
  if (request.user) crm.ping(request.user.email);
  next();
});

app.get('/', (request, response) => {
  if (request.user) {
    response.send(`<h1>Hello, you are on ${request.user.plan}</h1>
      <form method="post" action="/upgrade"><button>Upgrade to pro</button></form>`);
  } else {
    response.send(`<h1>Sign up</h1>
      <form method="post" action="/sign-up">
        <label>Name <input name="name" required></label>
        <label>Email <input name="email" type="email" required></label>
        <button>Sign up</button>
      </form>`);
  }
});

// 2. When they sign up.
app.post('/sign-up', (request, response) => {
  const { email, name } = request.body ?? {};
  if (!email || !name) return response.status(400).send('Give a name and an email.');
  const session = signUp(email, name);
  crm.identify({ email, name, status: 'free', params: { source: 'sign-up form' } });
  response.cookie('session', session, { httpOnly: true, sameSite: 'lax' }).redirect('/');
});

// 3. When something changes.
app.post('/upgrade', (request, response) => {
  const { user } = request;
  if (!user) return response.redirect('/');
  user.plan = 'pro';
  crm.identify({ email: user.email, status: 'paid', params: { plan: 'pro', mrr: 29 } });
  response.redirect('/');
});

const server = app.listen(process.env.PORT ?? 3000, () => {
  console.log(`http://localhost:${server.address().port}`);
});

// What was sent arrives before the process ends, or is given up: Docker kills after 10 s.
process.on('SIGTERM', () => {
  setTimeout(() => {
    console.warn('TinyCRM: gave up on the last calls');
    process.exit();
  }, 8000).unref();
  server.close(() => crm.flush().then(() => process.exit()));
  server.closeIdleConnections();
});
