import { randomUUID } from 'node:crypto';

// In place of your database: who signed up, by session.
const sessions = new Map();

/** Makes a user and a session. Returns its id. */
export function signUp(email, name) {
  const session = randomUUID();
  sessions.set(session, { email, name });
  return session;
}

/** The user of a session, if there is one. */
export function userOf(session) {
  return sessions.get(session);
}
