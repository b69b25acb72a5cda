import type { ProblemWords } from './words.ts';

/** Problems that more than one part of TinyCRM answers with. */
export const SHARED_PROBLEMS: Record<string, ProblemWords> = {
  unauthorized: {
    means:
      'For a call: there was no API key, or it is mistyped, revoked, expired or of a deleted project; from outside these look the same on purpose. For a page of the dashboard: the session has ended.',
    todo: 'For a call, send `Authorization: Bearer tcrm_proj_…` with a live key. Make one on the Projects page; it is shown once. Check that the variable with the key is set where the code runs, without quotes or a line break. In the dashboard, sign in again.',
    retry: 'settled',
  },
  invalid_signature: {
    means:
      'Another service, such as Stripe, sends its messages signed, and this one was not signed with the secret that is set up here, or is too old.',
    todo: 'Copy the signing secret of exactly this endpoint from the other service again; each endpoint, and the test mode, has its own. Nothing on the way may change the body, and the clock of the server must be right.',
    retry: 'settled',
  },
  payment_required: {
    means:
      'The trial or subscription of the account ended more than 14 days ago, so new calls are refused. What is stored is kept, and can be exported and erased.',
    todo: 'An owner subscribes on the Billing page, and calls are accepted again at once. Calls that were refused meanwhile were not stored: bring those people in with [the import](/docs/import).',
    retry: 'settled',
  },
  not_found: {
    means: 'There is nothing at this address.',
    todo: 'Check the path. The address of the API ends in `/v1`, or in `/functions/v1/ingest` of the function itself, and `/identify`, `/ping` or `/batch` follows. Paths are lowercase and end without a slash.',
    retry: 'changed',
  },
  method_not_allowed: {
    means: 'The address is right, the method is not.',
    todo: 'Use the method that the header `Allow` or the detail names: writes are `POST`. A redirect from http to https turns a `POST` into a `GET`: call the https address.',
    retry: 'changed',
  },
  body_too_large: {
    means: 'The whole body was larger than this address takes: 500 KB for a batch.',
    todo: 'Send fewer calls in each batch. [Limits](/docs/limits) has all sizes.',
    retry: 'changed',
  },
  internal_error: {
    means:
      'A fault of the server, not of what you sent. Whether the call was stored is not known; sending it again does no harm.',
    todo: 'Send it again. If it stays, report it with the `request_id`, which the log has too.',
    retry: 'later',
  },
  database_unavailable: {
    means:
      'The database did not answer in time. Whether the call was stored is not known; sending it again does no harm.',
    todo: 'Send the same call again. If you host TinyCRM yourself, `GET /health` and [Operations](/docs/operations) say more.',
    retry: 'later',
  },
  not_configured: {
    means: 'Whoever runs this installation has not finished setting it up.',
    todo: 'If that is you: the log says which setting is missing, and `npm run deploy:check` lists what is left to do. See [Supabase and Vercel](/docs/deploy).',
    retry: 'settled',
  },
};
