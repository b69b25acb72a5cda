import type { IncomingHttpHeaders } from 'node:http';
import Stripe from 'stripe';

/** What Stripe answers when it refuses. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;

  constructor(status: number, message: string, code?: string, type = 'invalid_request_error') {
    super(message);
    this.status = status;
    this.code = code;
    this.type = type;
  }
}

/** The fields of each form that the product may send, with what their values must look like. */
const FORMS: Record<string, Record<string, RegExp>> = {
  '/v1/checkout/sessions': {
    mode: /^subscription$/,
    'line_items[0][price]': /^price_\w+$/,
    'line_items[0][quantity]': /^1$/,
    success_url: /^https?:\/\/.+/,
    cancel_url: /^https?:\/\/.+/,
    client_reference_id: /^[0-9a-f-]{36}$/,
    'metadata[account_id]': /^[0-9a-f-]{36}$/,
    'subscription_data[metadata][account_id]': /^[0-9a-f-]{36}$/,
    'subscription_data[trial_end]?': /^\d{10}$/,
    'customer?': /^cus_/,
    'customer_email?': /^\S+@\S+$/,
  },
  '/v1/billing_portal/sessions': { customer: /^cus_/, return_url: /^https?:\/\/.+/ },
};

/** Throws a Refusal unless the request is made as Stripe wants it made. */
export function checkHeaders(method: string, headers: IncomingHttpHeaders, secretKey: string) {
  if (headers.authorization !== `Bearer ${secretKey}`) {
    throw new Refusal(401, 'Invalid API Key provided', undefined, 'authentication_error');
  }
  if (headers['stripe-version'] !== Stripe.API_VERSION) {
    throw new Refusal(400, 'Invalid Stripe API version');
  }
  if (method !== 'POST') return;
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') {
    throw new Refusal(400, 'The content type must be application/x-www-form-urlencoded');
  }
  if (!headers['idempotency-key']) throw new Refusal(400, 'No Idempotency-Key');
}

/** The form as an object. Throws a Refusal for a field that is missing, unknown or malformed. */
export function readForm(path: string, body: string): Record<string, string> {
  const rules = FORMS[path];
  if (!rules) throw new Refusal(404, `Unrecognized request URL (POST: ${path})`);
  const form = Object.fromEntries(new URLSearchParams(body));
  for (const [rule, pattern] of Object.entries(rules)) {
    const name = rule.replace(/\?$/, '');
    const value = form[name];
    if (value === undefined && rule !== name) continue;
    if (value === undefined) {
      throw new Refusal(400, `Missing required param: ${name}`, 'parameter_missing');
    }
    if (!pattern.test(value)) throw new Refusal(400, `Invalid ${name}`, 'parameter_invalid');
  }
  const unknown = Object.keys(form).find((name) => !(name in rules || `${name}?` in rules));
  if (unknown)
    throw new Refusal(400, `Received unknown parameter: ${unknown}`, 'parameter_unknown');
  if (form.customer && form.customer_email) {
    throw new Refusal(400, 'You may only specify one of customer and customer_email');
  }
  const trialEnd = Number(form['subscription_data[trial_end]'] ?? Infinity);
  if (trialEnd < Date.now() / 1000 + 48 * 3600) {
    throw new Refusal(400, 'The trial_end date has to be at least 2 days in the future');
  }
  return form;
}
