import process from 'node:process';

/** Advice, by the reason. An address stands where {host} is. */
const ADVICE = {
  certificate_unverified:
    'The certificate of {host} is not signed by a root that is known here, or is for another host. ' +
    'Download the root certificate of the database (hosted Supabase: Database → Settings → SSL Configuration)',
  tls_unavailable:
    'The database at {host} takes no connections with TLS, and nothing is sent without. ' +
    'Turn on ssl there, or reach it through a tunnel to this machine, such as ssh -L',
};

export type TlsFailure = keyof typeof ADVICE;

/** TLS as tls.connect takes it. */
export interface Tls {
  /** The name that the certificate must be for. */
  host: string;
  /** A root certificate in PEM; the well-known ones are trusted without it. */
  ca?: string;
  rejectUnauthorized: true;
}

/**
 * The TLS of a connection to the database at `url`: none to this machine, unless the URL has an
 * sslmode that demands it. To anywhere else always, with a verified certificate, whatever the URL
 * says. `ca` is a root certificate in PEM.
 */
export function databaseTls(url: string, ca?: string): Tls | false {
  const host = hostOf(url);
  if (isLoopback(host) && !demandsTls(url)) return false;
  // Where a secret can only be one line, \n stands for the end of one.
  return { host, rejectUnauthorized: true, ...(ca && { ca: ca.replaceAll('\\n', '\n') }) };
}

/** The host of a database URL, of the environment where it has none. */
export function hostOf(url: string): string {
  const { hostname } = new URL(url);
  const host = decodeURIComponent(hostname).replace(/^\[|\]$/g, '');
  return host || process.env.PGHOST || 'localhost';
}

/** The way in which TLS to the database at `url` failed with this error; undefined if it did not. */
export function tlsFailure(error: unknown): TlsFailure | undefined {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const text = `${String(code)} ${String(message)}`;
  // The words of Node, of Deno, and of both drivers.
  if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|invalid peer certificate|UnknownIssuer/.test(text)) {
    return 'certificate_unverified';
  }
  if (/does not support SSL|before secure TLS connection/.test(text)) return 'tls_unavailable';
  return undefined;
}

/** Advice for a person about `failure`. `trust` says how a root certificate is made known. */
export function tlsAdvice(failure: TlsFailure, url: string, trust: string): string {
  const advice = ADVICE[failure].replace('{host}', hostOf(url));
  return failure === 'certificate_unverified' ? `${advice} and ${trust}.` : `${advice}.`;
}

/** This machine, by TCP or through a socket file. */
function isLoopback(host: string): boolean {
  return (
    host.startsWith('/') || host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host)
  );
}

function demandsTls(url: string): boolean {
  const mode = new URL(url).searchParams.get('sslmode');
  return mode !== null && ['require', 'verify-ca', 'verify-full'].includes(mode);
}
