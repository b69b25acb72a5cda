const ADVICE: Record<string, string> = {
  invalid_json: 'Send the body as JSON: JSON.stringify in JavaScript, json.dumps in Python.',
  invalid_utf8: 'Encode the body as UTF-8.',
  incomplete_body: 'The connection ended early. Send the call again.',
  unauthorized: 'Create a key below and use it in your product.',
  not_found: 'Check the address: it must end in /identify, /ping or /batch.',
  method_not_allowed: 'Send the call as a POST.',
  body_too_large: 'Send fewer calls per batch.',
  call_too_large: 'Send fewer or smaller params.',
  params_too_large: 'Remove params you don’t need by sending them as null.',
  unsupported_media_type: 'Add the header content-type: application/json.',
  unsupported_content_encoding: 'Send the body uncompressed.',
  rate_limited: 'Send calls in batches of up to 500, or wait as long as Retry-After says.',
  too_many_invalid_keys: 'Use a live key in your product and wait a minute.',
};

/** Advice on calls that were refused with this code. `pointer` leads to the field at fault. */
export function adviseOn(code: string, pointer: string): string {
  const advice = ADVICE[code];
  if (advice) return advice;
  if (pointer === '/email') return 'Check where your code gets the email.';
  if (pointer === '/status') return 'Map your own statuses to free, trial, paid or churned.';
  if (pointer) return `Fix ${pointer} in the call.`;
  return 'Compare your call with the snippet.';
}
