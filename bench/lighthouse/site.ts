import { build, preview } from 'vite';
import { freePort } from '../../local/ports.ts';

/** Builds the app and serves it on this machine. The site needs no database, so there is none. */
export async function serveSite(): Promise<{ url: string; stop(): void }> {
  process.env.SUPABASE_URL = 'http://127.0.0.1:9';
  process.env.SUPABASE_PUBLISHABLE_KEY = 'none';
  process.env.INGEST_URL = 'http://127.0.0.1:9';
  await build({ logLevel: 'warn' });
  const port = await freePort();
  const server = await preview({ preview: { host: '127.0.0.1', port, strictPort: true } });
  return { url: `http://127.0.0.1:${port}`, stop: () => void server.close() };
}
