import { crm } from '$lib/server/crm.js';
import { userOf } from '$lib/server/users.js';

// When they are active. Nobody waits for it.
export function handle({ event, resolve }) {
  event.locals.user = userOf(event.cookies.get('session'));
  if (event.locals.user) crm.ping(event.locals.user.email);
  return resolve(event);
}
