import type { Parts, Route } from './route.ts';

/** GET /health: whether calls can be written now, and the round trip to the database. Needs no key. */
export function healthRoute({ store }: Parts): Route {
  return {
    method: 'GET',
    async answer() {
      const start = performance.now();
      await store.check();
      const databaseMs = Math.round((performance.now() - start) * 10) / 10;
      return { status: 200, body: { status: 'ok', database_ms: databaseMs } };
    },
  };
}
