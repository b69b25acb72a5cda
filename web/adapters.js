import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import vercel from '@sveltejs/adapter-vercel';

const OUT = 'build';
const VERCEL_CONFIG = '.vercel/output/config.json';

/**
 * The hosts that the build is made for, as ADAPTER names them: vercel, node, or both with a comma.
 * @returns {import('@sveltejs/kit').Adapter}
 */
export default function adapters() {
  const made = (process.env.ADAPTER || 'vercel').split(',').map((name) => {
    if (name === 'vercel') return forVercel();
    if (name === 'node') return forNode();
    throw new Error(`ADAPTER is vercel, node or vercel,node, and not ${process.env.ADAPTER}.`);
  });
  return {
    name: made.map(({ name }) => name).join(' and '),
    async adapt(builder) {
      for (const adapter of made) await adapter.adapt(builder);
    },
    supports: made[0]?.supports,
  };
}

// Each page asks the database three or four times: without a region Vercel's is in Washington.
function forVercel() {
  const region = process.env.FUNCTION_REGION;
  const adapter = vercel({
    runtime: 'nodejs24.x',
    // A download may take as long as the token it began with.
    maxDuration: 300,
    ...(region ? { regions: [region] } : {}),
  });
  return {
    ...adapter,
    /** @param {import('@sveltejs/kit').Builder} builder */
    async adapt(builder) {
      await adapter.adapt(builder);
      const calls = rewriteOfCalls(process.env);
      if (!calls) return;
      const config = JSON.parse(readFileSync(VERCEL_CONFIG, 'utf8'));
      config.routes.unshift(calls);
      writeFileSync(VERCEL_CONFIG, JSON.stringify(config, null, 2));
    },
  };
}

/**
 * The calls of products as Vercel itself passes them on to the Edge Function, without one of its own in
 * between; the rest of /v1 is answered by web/routes/v1. Nothing where the build does not know the address.
 * @param {{ INGEST_URL?: string, SUPABASE_REGION?: string }} env
 */
export function rewriteOfCalls({ INGEST_URL, SUPABASE_REGION }) {
  if (!INGEST_URL) return undefined;
  const query = SUPABASE_REGION ? `?forceFunctionRegion=${SUPABASE_REGION}` : '';
  const dest = `${INGEST_URL.replace(/\/$/, '')}/$1${query}`;
  return { src: '^/v1/(identify|ping|batch|health)$', dest };
}

/** What `node build` serves. Loaded when it is wanted: it brings a bundler. */
function forNode() {
  return {
    name: '@sveltejs/adapter-node',
    /** @param {import('@sveltejs/kit').Builder} builder */
    async adapt(builder) {
      const { default: node } = await import('@sveltejs/adapter-node');
      await node({ out: OUT }).adapt(builder);
      renameSync(`${OUT}/index.js`, `${OUT}/listen.js`);
      const headers = JSON.parse(readFileSync('vercel.json', 'utf8')).headers[0].headers;
      writeFileSync(`${OUT}/index.js`, entry(headers));
    },
  };
}

/**
 * Files are served by no hook, so here they get the headers that vercel.json gives them. Chunks of an
 * import are larger than what the adapter takes by itself.
 * @param {{ key: string, value: string }[]} headers
 */
function entry(headers) {
  return `const HEADERS = ${JSON.stringify(headers)};
const { env } = process;
env.BODY_SIZE_LIMIT ||= '4M';
if (env.SITE_URL) env.ORIGIN ||= new URL(env.SITE_URL).origin;

const { server } = await import('./listen.js');
server.server.prependListener('request', (_, response) => {
  for (const { key, value } of HEADERS) response.setHeader(key, value);
});
`;
}
