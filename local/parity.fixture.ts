import { readFileSync } from 'node:fs';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { startApi } from './api.ts';
import { bootstrap } from './bootstrap.ts';
import { makeEphemeralFolder, removeEphemeralFolder } from './ephemeral-folder.ts';
import { startGateway } from './gateway.ts';
import { generateKeys } from './keys.ts';
import { placePostgres } from './places.ts';
import { freePort } from './ports.ts';
import { initialisePostgres, startPostgres, SUPERUSER } from './postgres.ts';
import { Processes } from './processes.ts';
import { writeRunRecord } from './stale.ts';
import { startStudio } from './studio.ts';

/** Auth and REST on a database of its own, with parity.sql in it and no migration of TinyCRM. */
export interface Parity {
  apiUrl: string;
  studioUrl: string;
  jwtSecret: string;
  publishableKey: string;
  /** With no rights, with all rights, and as a founder who has signed up. */
  anonymous: SupabaseClient;
  service: SupabaseClient;
  founder: SupabaseClient;
  /** SQL as the role `postgres`. */
  sql: postgres.Sql;
  stop(): Promise<void>;
}

export async function startParity(): Promise<Parity> {
  const { path: folder, runFile } = makeEphemeralFolder();
  const keys = generateKeys();
  const port = await freePort();
  const url = (role: string, password: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/postgres`;
  const adminUrl = url(SUPERUSER, keys.adminPassword);

  const processes = new Processes({
    log() {},
    onCrash: (crash) => console.warn(crash.message),
    onChange: () => writeRunRecord(runFile, processes.children),
  });
  const place = placePostgres(folder);
  await initialisePostgres(processes, place, keys.adminPassword);
  await startPostgres(processes, place, { port, durable: false });
  await bootstrap(adminUrl, keys, 'closed');
  const sql = postgres(url('postgres', keys.ownerPassword), { max: 2, onnotice() {} });

  const gateway = await startGateway(0);
  const api = await startApi({
    databaseUrl: url('supabase_auth_admin', keys.apiPassword),
    adminUrl,
    apiUrl: gateway.url,
    siteUrl: 'http://127.0.0.1',
    keys,
  });
  gateway.serveApiFrom(api);
  // After the API has started, so that the tests also see it notice a change of the schema.
  await sql.unsafe(readFileSync(new URL('parity.sql', import.meta.url), 'utf8')).simple();

  const client = (key: string) =>
    createClient(gateway.url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const founder = client(keys.publishableKey);
  const { error } = await founder.auth.signUp({
    email: 'founder@example.com',
    password: 'correct horse',
    options: { data: { account_name: 'Acme' } },
  });
  if (error) throw error;

  return {
    apiUrl: gateway.url,
    studioUrl: await startStudio(api, 0),
    jwtSecret: keys.jwtSecret,
    publishableKey: keys.publishableKey,
    anonymous: client(keys.publishableKey),
    service: client(keys.secretKey),
    founder,
    sql,
    stop: async () => {
      await sql.end();
      await api.close();
      await gateway.close();
      await processes.stopAll();
      removeEphemeralFolder(folder);
    },
  };
}
