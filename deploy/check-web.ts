import { regionBeside } from './installation.ts';
import { checkDashboardUrl } from './questions.ts';
import type { Settings } from './settings.ts';

const TIMEOUT_MS = 15_000;

async function get(url: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
}

/** Supabase answers with this key, and new users must confirm their email. */
export async function checkApi(settings: Settings): Promise<string> {
  const answer = await get(`${settings.SUPABASE_URL}/auth/v1/settings`, {
    apikey: settings.SUPABASE_PUBLISHABLE_KEY,
  });
  if (answer.status === 401) {
    throw new Error('copy SUPABASE_PUBLISHABLE_KEY again: Supabase refuses it.');
  }
  if (!answer.ok) throw new Error(`SUPABASE_URL answers ${answer.status}: is it paused?`);
  return 'reached, and the key is accepted';
}

/** Nobody signs up with an email of somebody else, or learns who has an account. */
export async function checkConfirmation(settings: Settings): Promise<string> {
  const answer = await get(`${settings.SUPABASE_URL}/auth/v1/settings`, {
    apikey: settings.SUPABASE_PUBLISHABLE_KEY,
  });
  const { mailer_autoconfirm } = (await answer.json()) as { mailer_autoconfirm: boolean };
  if (mailer_autoconfirm) {
    throw new Error('turn on Authentication → Sign In / Providers → Email → Confirm email.');
  }
  return 'emails are confirmed';
}

/** The Edge Function runs and reaches its database. */
export async function checkIngest({ INGEST_URL }: Settings): Promise<string> {
  const answer = await get(`${INGEST_URL}/health`);
  const body = (await answer.json().catch(() => ({}))) as { status?: string };
  if (answer.status === 404) throw new Error('npx supabase functions deploy ingest --use-api.');
  if (answer.status === 401)
    throw new Error('deploy ingest with verify_jwt = false (config.toml).');
  if (body.status !== 'ok') {
    throw new Error(`ingest answers ${answer.status}: check its secret INGEST_DB_URL and its log.`);
  }
  return 'healthy';
}

/** The function for receivers is there. It answers whoever names no receiver that there is none. */
export async function checkReceive({ INGEST_URL }: Settings): Promise<string> {
  const answer = await get(new URL('../receive/', `${INGEST_URL}/`).href);
  const body = (await answer.json().catch(() => ({}))) as { request_id?: string };
  if (answer.status === 401)
    throw new Error('deploy receive with verify_jwt = false (config.toml).');
  if (!body.request_id) throw new Error('npx supabase functions deploy receive --use-api.');
  return 'answers';
}

/** The function for read keys is there. It answers whoever brings none that one is needed. */
export async function checkRead({ INGEST_URL }: Settings): Promise<string> {
  const answer = await get(new URL('../read/projects', `${INGEST_URL}/`).href);
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  if (body.code === 'not_configured') throw new Error('set the function secret READ_DB_URL.');
  if (body.code === 'unauthorized') return 'answers';
  if (answer.status === 401) throw new Error('deploy read with verify_jwt = false (config.toml).');
  throw new Error('npx supabase functions deploy read --use-api.');
}

/** The function for assistants is there. It answers whoever brings no key that one is needed. */
export async function checkMcp({ INGEST_URL }: Settings): Promise<string> {
  const answer = await fetch(new URL('../mcp', `${INGEST_URL}/`), {
    method: 'POST',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = (await answer.json().catch(() => ({}))) as { code?: string };
  if (body.code === 'unauthorized') return 'answers';
  if (answer.status === 401) throw new Error('deploy mcp with verify_jwt = false (config.toml).');
  throw new Error('npx supabase functions deploy mcp --use-api.');
}

const EVERYWHERE = ['strict-transport-security', 'x-frame-options'];

function requireHeaders(answer: Response, names: string[]): void {
  const missing = names.filter((name) => !answer.headers.has(name));
  if (missing.length) throw new Error(`something at ${answer.url} drops ${missing.join(', ')}.`);
}

/** The dashboard answers, and nothing in front of it takes its protection away. */
export async function checkDashboard({ DASHBOARD_URL: url, DB_URL }: Settings): Promise<string> {
  const problem = checkDashboardUrl(url);
  if (problem) throw new Error(`put right DASHBOARD_URL: ${problem}`);
  const answer = await get(`${url}/sign-in`);
  if (answer.status !== 200) {
    throw new Error(
      `${url}/sign-in answers ${answer.status}: check its settings and log at Vercel.`,
    );
  }
  requireHeaders(answer, [...EVERYWHERE, 'content-security-policy']);
  // A file, which other settings give its headers, and which has its policy inside.
  requireHeaders(await get(`${url}/pricing`), EVERYWHERE);
  const calls = await get(`${url}/v1/health`);
  if (calls.status !== 200) {
    throw new Error(
      `${url}/v1/health answers ${calls.status}, so products cannot call there: check the INGEST_URL of the dashboard.`,
    );
  }
  const wanted = URL.canParse(DB_URL) && regionBeside(new URL(DB_URL).hostname);
  const [, region, isFunction] = answer.headers.get('x-vercel-id')?.split('::') ?? [];
  if (wanted && isFunction && region !== wanted) {
    throw new Error(
      `it runs in ${region}, far from its database: set FUNCTION_REGION=${wanted} at Vercel, and deploy again.`,
    );
  }
  return 'answers, with its security headers, and passes calls on';
}

/** The dashboard sends mails when it is told to, and the database knows its secret. Sends none. */
export async function checkMails({ DASHBOARD_URL, CRON_SECRET }: Settings): Promise<string> {
  if (!CRON_SECRET) return 'members get no mails that they could turn on (no CRON_SECRET)';
  const answer = await get(`${DASHBOARD_URL}/notifications/send?check`, {
    authorization: `Bearer ${CRON_SECRET}`,
    accept: 'application/json',
  });
  if (answer.ok) return 'the dashboard may send, and the database knows its secret';
  if (answer.status === 401) throw new Error('set CRON_SECRET to the same at Vercel and here.');
  const { message } = (await answer.json().catch(() => ({}))) as { message?: string };
  throw new Error(message ?? `the dashboard answers ${answer.status}: look into its log.`);
}
