// src/hooks.server.ts
import { crm } from '$lib/server/crm';

export const handle = ({ event, resolve }) => {
  if (event.locals.user) crm.ping(event.locals.user.email);
  return resolve(event);
};
