const ADVICE: Record<string, string> = {
  invalid_json: 'Send the body as JSON: JSON.stringify in JavaScript, json.dumps in Python.',
  invalid_utf8: 'Encode the body as UTF-8.',
  incomplete_body: 'The connection ended early. Send the call again.',
  unauthorized: 'Make a key below, and put it into your product.',
  not_found: 'Check the address: it ends in /identify, /ping or /batch.',
  method_not_allowed: 'Send the call as a POST.',
  body_too_large: 'Send fewer calls in each batch.',
  call_too_large: 'Send fewer or smaller params.',
  params_too_large: 'Remove params that you do not need by sending them as null.',
  unsupported_media_type: 'Add the header content-type: application/json.',
  unsupported_content_encoding: 'Send the body without compressing it.',
  rate_limited: 'Send calls in batches of up to 500, or wait as Retry-After says.',
  too_many_invalid_keys: 'Put a live key into your product, and wait a minute.',
};

/** Advice on calls that were refused with this code. `pointer` leads to the field at fault. */
export function adviseOn(code: string, pointer: string): string {
  const advice = ADVICE[code];
  if (advice) return advice;
  if (pointer === '/email') return 'Look at where your code takes the email from.';
  if (pointer === '/status') return 'Map your own states to free, trial, paid or churned.';
  if (pointer) return `Correct ${pointer} in the call.`;
  return 'Compare your call with the snippet.';
}
