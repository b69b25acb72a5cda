import type { ProblemWords } from './words.ts';

/** Problems of calls about customers. */
export const CALL_PROBLEMS: Record<string, ProblemWords> = {
  invalid_json: {
    means: 'The body is empty or isn’t valid JSON.',
    todo: 'Send one JSON object. Build it with a JSON library, not by joining text. In a shell, put the body in single quotes.',
    retry: 'changed',
  },
  invalid_utf8: {
    means: 'The body isn’t valid UTF-8, the only encoding JSON allows.',
    todo: 'Encode the body as UTF-8. Data from an old database or spreadsheet is often Latin-1 or Windows-1252: convert it first.',
    retry: 'changed',
  },
  incomplete_body: {
    means: 'The connection ended before the whole body arrived.',
    todo: 'Send it again. If it keeps happening, look for a proxy or timeout in between, and check that `Content-Length` counts bytes, not characters.',
    retry: 'again',
  },
  request_timeout: {
    means: 'The body did not arrive within 10 seconds.',
    todo: 'Send it again. If it keeps happening, the connection is slow: send smaller batches.',
    retry: 'again',
  },
  call_too_large: {
    means: 'One call was larger than 32 KB.',
    todo: 'Send fewer or smaller params: what you filter by, not whole documents. See all sizes in [Limits](/docs/limits).',
    retry: 'changed',
  },
  unsupported_media_type: {
    means: 'The `Content-Type` header is missing or isn’t JSON.',
    todo: 'Send the header `Content-Type: application/json`. Forms and plain text aren’t accepted.',
    retry: 'changed',
  },
  unsupported_content_encoding: {
    means: 'The body is compressed.',
    todo: 'Send it uncompressed, without `Content-Encoding`. Some HTTP clients and proxies compress automatically: turn that off for this address.',
    retry: 'changed',
  },
  validation_failed: {
    means: 'The JSON is fine, but a field in it isn’t valid. Nothing from this call was stored.',
    todo: 'Look at `errors`: each entry points to a field (a JSON Pointer) and says what to change. The [HTTP API](/docs/http-api) page has the rules for each field and lets you check a call. Anything besides email, name and status goes inside `params`.',
    retry: 'changed',
  },
  params_too_large: {
    means:
      'New params are merged with the stored ones. Together they would be over 64 KB for this customer in this project.',
    todo: 'Remove keys you no longer need by sending them as `null`, then send the call again.',
    retry: 'changed',
  },
  no_call_accepted: {
    means: 'Every call in the batch was rejected, so nothing was stored.',
    todo: 'Look at `results`: each entry has the call’s position in the batch and its own problem. If some calls are valid, a batch stores those and answers 207.',
    retry: 'changed',
  },
  invalid_query: {
    means:
      'A parameter of a [read](/docs/read-api) isn’t known or has a value that makes no sense. Nothing was read: leaving it out would have answered with more people than you asked for.',
    todo: 'Look at `errors`: each entry names a parameter and says what to change. **Copy as API call** in the dashboard copies a filter that works.',
    retry: 'changed',
  },
  origin_not_allowed: {
    means:
      'A web page asked the [MCP server](/docs/mcp), and browsers say so. Only pages on your own machine may, such as the MCP Inspector.',
    todo: 'Connect from an app, an editor or a server, which send no `Origin` header. A key in a web page could be read by everybody who visits it.',
    retry: 'never',
  },
  view_deleted: {
    means:
      'This is the address of a [feed](/docs/live-feed), and the view that it showed was deleted.',
    todo: 'Save the view again, create a feed of it under Settings → Connect, and use the new address.',
    retry: 'settled',
  },
  rate_limited: {
    means:
      'This project sent too many calls: the default limit is 1,000 per second, measured over 10 seconds. Or all projects of the account together sent more than twice that: `detail` says which. Each call in a batch counts. A read key can ask 20 times in 20 seconds.',
    todo: 'Wait as long as `Retry-After` says. The `RateLimit` header on every answer shows how many calls you have left. For old data use [Import](/docs/import), and call `ping` once per visit, not on every request.',
    retry: 'later',
  },
  too_many_invalid_keys: {
    means:
      'Too many requests from your address had no valid key or signature. Until `Retry-After` has passed, requests with an unknown key are rejected without being checked.',
    todo: 'Find what is sending the wrong key, such as an old deployment, and give it a live key from the Projects page.',
    retry: 'settled',
  },
  overloaded: {
    means:
      'The server has more calls waiting than it can write in 1.5 seconds, or is receiving more data than it has memory for. Yours was rejected right away instead of waiting. Nothing was stored.',
    todo: 'Send it again later. If you host TinyCRM yourself, see [Operations](/docs/operations).',
    retry: 'later',
  },
};
