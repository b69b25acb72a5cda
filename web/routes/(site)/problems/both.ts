import type { ProblemWords } from './words.ts';

/** Problems that more than one part of TinyCRM answers with. */
export const SHARED_PROBLEMS: Record<string, ProblemWords> = {
  unauthorized: {
    means:
      'For a call: the key is missing, mistyped, revoked, expired or from a deleted project, or it’s a read key where an API key is needed, or the other way round. The MCP server also refuses a key in its address. All of these get the same answer on purpose. In the dashboard: your session has ended.',
    todo: 'For a call, send `Authorization: Bearer tcrm_proj_…` with a live key. You can create one on the Projects page; it is shown once. To read, send a read key, `tcrm_read_…`, from Settings → Connect. Check that the variable is set where your code runs, without quotes or a line break. In the dashboard, sign in again.',
    retry: 'settled',
  },
  invalid_signature: {
    means:
      'Services such as Stripe sign what they send. This delivery wasn’t signed with the signing secret set up here, or it is too old.',
    todo: 'Copy this endpoint’s signing secret from the other service again: each endpoint has its own, and so does test mode. Nothing in between may change the body, and the server’s clock must be right.',
    retry: 'settled',
  },
  payment_required: {
    means:
      'The account’s trial or subscription ended more than 14 days ago, so new calls are rejected. Stored data is kept, and you can export or delete it. Read keys pause as soon as it has ended.',
    todo: 'Once an owner subscribes on the Billing page, calls are accepted again immediately. Calls rejected in the meantime were not stored: add those people with [Import](/docs/import).',
    retry: 'settled',
  },
  not_found: {
    means: 'Nothing exists at this address.',
    todo: 'Check the path. The API address ends in `/v1`, or in `/functions/v1/ingest` of the function itself, followed by `/identify`, `/ping` or `/batch`. The MCP server is at `/mcp` alone. For a customer that you read: the key sees nobody with this id or email. Paths are lowercase, with no slash at the end.',
    retry: 'changed',
  },
  method_not_allowed: {
    means: 'The address is right, but the method isn’t.',
    todo: 'Use the method named in the `Allow` header or in `detail`: writes are `POST`. A redirect from http to https turns a `POST` into a `GET`, so call the https address.',
    retry: 'changed',
  },
  body_too_large: {
    means: 'The body is larger than this address accepts: 500 KB for a batch.',
    todo: 'Send fewer calls per batch. See all sizes in [Limits](/docs/limits).',
    retry: 'changed',
  },
  internal_error: {
    means:
      'Something went wrong on the server, not with your call. It’s unknown whether the call was stored; sending it again is safe.',
    todo: 'Send it again. If it persists, report it with the `request_id`, which is also in the log.',
    retry: 'later',
  },
  database_unavailable: {
    means:
      'The database didn’t respond in time. It’s unknown whether the call was stored; sending it again is safe.',
    todo: 'Send the same call again. If you host TinyCRM yourself, check `GET /health` and see [Operations](/docs/operations).',
    retry: 'later',
  },
  not_configured: {
    means: 'This installation isn’t fully set up yet.',
    todo: 'If it’s yours: the log names the missing setting, and `npm run deploy:check` lists what is left to do. See [Supabase and Vercel](/docs/deploy).',
    retry: 'settled',
  },
};
