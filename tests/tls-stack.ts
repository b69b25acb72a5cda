import type postgres from 'postgres';
import { makeServerCertificate, type Certificate } from '../local/certificates.ts';
import { connect } from './founder.ts';
import { startStack, type OwnStack } from './stack.ts';

export interface TlsStack extends OwnStack {
  ingestDbUrl: string;
  admin: postgres.Sql;
  /** Shows this certificate to whoever connects from now on. */
  present(certificate: Certificate): Promise<void>;
}

/**
 * A stack whose database takes connections of `ingest` and `postgres` only with TLS, as hosted
 * Supabase's can be told to, and shows a certificate for 127.0.0.1 of `root`.
 */
export async function startTlsStack(root: Certificate): Promise<TlsStack> {
  const stack = (await startStack()) as OwnStack & { ingestDbUrl: string };
  const admin = connect(stack.adminUrl);

  /** Writes a file into the folder of the database, as its own user. */
  async function write(name: string, text: string): Promise<void> {
    const [{ path }] = (await admin`
      select current_setting('data_directory') || '/' || ${name} as path`) as [{ path: string }];
    const lines = text
      .trim()
      .split(/\r?\n/)
      .map((line) => `('${line}')`);
    await admin.unsafe(`copy (values ${lines}) to program 'umask 077; cat > "${path}"'`);
  }

  async function present({ certificate, key }: Certificate): Promise<void> {
    await write('server.crt', certificate);
    await write('server.key', key);
    await admin`select pg_reload_conf()`;
  }

  await present(makeServerCertificate(root, '127.0.0.1'));
  await write(
    'pg_hba.conf',
    'hostssl all ingest,postgres all scram-sha-256\nhost all supabase_admin all scram-sha-256',
  );
  await admin`alter system set ssl = on`;
  await admin`select pg_reload_conf()`;
  return {
    ...stack,
    admin,
    present,
    async stop() {
      await admin.end();
      await stack.stop();
    },
  };
}
