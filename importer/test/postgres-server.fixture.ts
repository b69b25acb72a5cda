import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { placePostgres, removePostgres } from '../../local/places.ts';
import { freePort } from '../../local/ports.ts';
import { initialisePostgres, startPostgres, SUPERUSER } from '../../local/postgres.ts';
import { Processes } from '../../local/processes.ts';

/** Starts a Postgres of its own: somebody's product, which is not TinyCRM's database. */
export async function startSecondPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-product-'));
  const processes = new Processes({ log() {}, onCrash: (crash) => console.error(crash) });
  const place = placePostgres(folder);
  const password = randomUUID();
  const port = await freePort();
  await initialisePostgres(processes, place, password);
  await startPostgres(processes, place, { port, durable: false });
  return {
    url: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await processes.stopAll();
      removePostgres(folder);
    },
  };
}
