import { App, InMemoryEmailDriver, SmtpEmailDriver } from '@supabase/lite';
import { ApiConnection } from './api-connection.ts';
import { noteDevice } from './api-sessions.ts';
import { completeToken } from './api-tokens.ts';
import type { Keys } from './keys.ts';
import { mailTemplates } from './mail-templates.ts';
import { textOf } from './mail-text.ts';

// As in supabase/config.toml.
const SHORTEST_PASSWORD = 10;
const SENDER = 'TinyCRM <noreply@tinycrm.local>';

export interface Api {
  /** Answers /auth/v1 and /rest/v1 as hosted Supabase does: without a key, 401. */
  fetch(request: Request, peerAddress?: string): Promise<Response>;
  /** The same with Studio beside it, where a page of this machine needs no key. */
  studioFetch(request: Request, peerAddress?: string): Promise<Response>;
  close(): Promise<void>;
}

/**
 * Starts Auth and REST in this process. `apiUrl` and `siteUrl` go into tokens and mails, which are
 * sent to the SMTP server at `smtpPort`, or to nobody without one.
 */
export async function startApi(options: {
  databaseUrl: string;
  adminUrl: string;
  apiUrl: string;
  siteUrl: string;
  smtpPort?: number;
  keys: Keys;
}): Promise<Api> {
  const { keys, apiUrl } = options;
  const email = options.smtpPort ? mailer(options.smtpPort) : new InMemoryEmailDriver();
  const connection = new ApiConnection(options.databaseUrl, options.adminUrl);
  const makeApp = (forStudio: boolean) =>
    new App({
      connection,
      api: { schemas: ['public'] },
      auth: {
        enabled: true,
        jwt_secret: keys.jwtSecret,
        // As hosted: supabase/config.toml.
        jwt_expiry: 600,
        site_url: options.siteUrl,
        email: { template: mailTemplates, double_confirm_changes: true },
        minimum_password_length: SHORTEST_PASSWORD,
        publishable_key: keys.publishableKey,
        secret_key: keys.secretKey,
      },
      // The official CLI keeps the history of migrations.
      db: { migrations: { enabled: false } },
      studio: { enabled: forStudio },
      options: { server: { admin: forStudio }, drivers: { email } },
    });
  const app = makeApp(false);
  const studio = makeApp(true);
  await app.ensureSystemSchema();
  await protectAuthTables(connection);
  await connection.watchSchema();

  const answer = async (from: App, request: Request, peerAddress?: string) => {
    const response = await from.fetch(request, { peerAddress: peerAddress ?? null });
    if (!new URL(request.url).pathname.startsWith('/auth/v1/')) return response;
    await noteDevice(connection, request, response);
    return completeToken(response, `${apiUrl}/auth/v1`, keys.jwtSecret);
  };
  return {
    fetch: (request, peerAddress) => answer(app, request, peerAddress),
    studioFetch: (request, peerAddress) => answer(studio, request, peerAddress),
    close: () => connection.close(),
  };
}

/** Sends mails whose text says what their HTML does. */
function mailer(port: number): Pick<SmtpEmailDriver, 'send'> {
  const smtp = new SmtpEmailDriver({ host: '127.0.0.1', port, from: SENDER });
  return {
    send: (mail) => smtp.send({ ...mail, ...(mail.html && { text: textOf(mail.html) }) }),
  };
}

/** As hosted: whoever is neither their owner nor above policies sees no row of Auth's tables. */
async function protectAuthTables({ driver }: ApiConnection): Promise<void> {
  await driver`do $$
    declare
      v_table regclass;
    begin
      for v_table in
        select oid from pg_class
        where relnamespace = 'auth'::regnamespace and relkind = 'r' and not relrowsecurity
      loop
        execute format('alter table %s enable row level security', v_table);
      end loop;
    end $$`;
}
