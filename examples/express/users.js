import { randomUUID } from 'node:crypto';

// In place of your database: who signed up, by session.
const sessions = new Map();

/** Makes a user and a session. Returns its id. */
export function signUp(email, name) {
  const session = randomUUID();
  sessions.set(session, { email, name, plan: 'free' });
  return session;
}

/** The user of a request's cookie, if there is one. */
export function userOf(request) {
  const session = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
  return sessions.get(session);
}
