import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';

/** GET /health: whether calls can be written now, the round trip to the database, and what waits. Needs no key. */
export function healthRoute({ intake }: Dependencies): Route {
  return {
    method: 'GET',
    async answer() {
      const start = performance.now();
      await intake.check();
      const databaseMs = Math.round((performance.now() - start) * 10) / 10;
      const { identify, ping, import: imports } = intake;
      return {
        status: 200,
        body: {
          status: 'ok',
          database_ms: databaseMs,
          identify: identify.load,
          ping: ping.load,
          import: imports.load,
        },
      };
    },
  };
}
