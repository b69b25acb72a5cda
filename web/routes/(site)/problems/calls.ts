import type { ProblemWords } from './words.ts';

/** Problems of calls about customers. */
export const CALL_PROBLEMS: Record<string, ProblemWords> = {
  invalid_json: {
    means: 'The body could not be read as JSON, or there was none.',
    todo: 'Send one JSON object, made by a JSON library and not by joining text. From a shell, put the body in single quotes.',
    retry: 'changed',
  },
  invalid_utf8: {
    means: 'The body has bytes that are no UTF-8, the only encoding of JSON.',
    todo: 'Encode the body as UTF-8. Data from an old database or a spreadsheet is often Latin-1 or Windows-1252: decode it as that first.',
    retry: 'changed',
  },
  incomplete_body: {
    means: 'The connection ended before the whole body was there.',
    todo: 'Send it again. If it happens often, look for a proxy or a timeout on the way, and check that `Content-Length` is the number of bytes and not of characters.',
    retry: 'again',
  },
  request_timeout: {
    means: 'The body did not arrive within 10 seconds.',
    todo: 'Send it again. If it happens often, the line is slow: send smaller batches.',
    retry: 'again',
  },
  call_too_large: {
    means: 'One call had more than 32 KB.',
    todo: 'Send fewer or smaller params: what you filter by, not whole documents. [Limits](/docs/limits) has all sizes.',
    retry: 'changed',
  },
  unsupported_media_type: {
    means: 'The `Content-Type` was missing or was not JSON.',
    todo: 'Send the header `Content-Type: application/json`. A form or plain text is not read.',
    retry: 'changed',
  },
  unsupported_content_encoding: {
    means: 'The body was compressed.',
    todo: 'Send the body as it is, without `Content-Encoding`. Some HTTP clients and proxies compress by themselves: switch it off for this address.',
    retry: 'changed',
  },
  validation_failed: {
    means: 'The JSON was read, but a field in it breaks a rule. Nothing of this call was stored.',
    todo: 'Read `errors`: each has a JSON Pointer to the field and says what to change. The rules of each field are in [HTTP API](/docs/http-api), and its page lets you check a call. What you want to store beside email, name and status goes inside `params`.',
    retry: 'changed',
  },
  params_too_large: {
    means:
      'Params are merged into those that are there, and together they would pass 64 KB for this customer in this project.',
    todo: 'Remove keys that you no longer need by sending them as `null`, then send the call again.',
    retry: 'changed',
  },
  no_call_accepted: {
    means: 'Each call of the batch was refused by itself, so that nothing was stored.',
    todo: 'Read `results`: each has the place of the call in the batch and its own problem. Where some calls are good, a batch answers 207 and stores those.',
    retry: 'changed',
  },
  rate_limited: {
    means:
      'This project sent more calls than it may: 1,000 a second, counted over 10 seconds, where the installation sets nothing else. Or all projects of its account together sent more than twice that: `detail` says which. Each call of a batch counts.',
    todo: 'Wait as `Retry-After` says; `RateLimit` tells on every answer how many calls are left. For old data use [the import](/docs/import), and call `ping` when somebody comes and not on every request.',
    retry: 'later',
  },
  too_many_invalid_keys: {
    means:
      'Too many requests from your address had no valid key or signature. Until the time in `Retry-After` has passed, those with a key that is not known to be good are refused without being looked at.',
    todo: 'Find what sends the wrong key, an old deployment perhaps, and give it a live one from the Projects page.',
    retry: 'settled',
  },
  overloaded: {
    means:
      'More calls wait than can be written in 1.5 seconds, or more bodies are on their way than there is memory for, and yours was refused at once instead of waiting. Nothing of it was stored.',
    todo: 'Send it again later. If you host TinyCRM yourself, [Operations](/docs/operations) says what to look at.',
    retry: 'later',
  },
};
