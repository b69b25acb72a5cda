import { z } from 'zod';
import { perMonth, total } from '../../_shared/contract/amounts.ts';
import { SERVICE_FIELDS } from '../../_shared/contract/services.ts';
import { ownFields } from '../own-fields.ts';
import { verifyBody } from '../signatures.ts';
import type { Delivery, Ignored, Reading, Service } from '../service.ts';
import { customer, order, subscription } from './woocommerce-objects.ts';

/** https://woocommerce.github.io/woocommerce-rest-api-docs/#webhooks, and WooCommerce Subscriptions. */
export const woocommerce: Service = {
  ...SERVICE_FIELDS.woocommerce,
  types: [
    'ping',
    ...['order', 'customer', 'subscription'].flatMap((object) =>
      ['created', 'updated', 'deleted', 'restored'].map((what) => `${object}.${what}`),
    ),
    'subscription.switched',
  ],

  verify(delivery, secret) {
    // What WooCommerce sends when a webhook is saved is neither signed nor about anybody.
    if (isGreeting(delivery)) return Promise.resolve(undefined);
    return verifyBody(delivery, secret, 'x-wc-webhook-signature', 'base64');
  },

  read(delivery) {
    const { headers, text, digest } = delivery;
    const type = headers.get('x-wc-webhook-topic') ?? 'ping';
    // The delivery's own id is that of the webhook and the second, so several orders share it.
    const eventId = `${headers.get('x-wc-webhook-delivery-id')} ${digest}`;
    if (isGreeting(delivery)) {
      // Nobody signed it, so it takes no id away from what is signed.
      return { eventId: '', type: 'ping', ignored: 'WooCommerce asked whether somebody is here.' };
    }
    const body: unknown = JSON.parse(text);
    if (/^subscription\.(created|updated|switched)$/.test(type)) {
      return readSubscription({ eventId, type }, subscription.parse(body));
    }
    if (/^order\.(created|updated)$/.test(type)) {
      return readOrder({ eventId, type }, order.parse(body));
    }
    if (/^customer\.(created|updated)$/.test(type)) {
      const { id, email, meta_data, ...rest } = customer.parse(body);
      const name = nameOf(rest);
      const fields = { ...country(rest.billing?.country), ...own(meta_data) };
      return {
        eventId,
        type,
        at: atOf(rest),
        externalId: String(id),
        email: email || undefined,
        name,
        fields,
      };
    }
    if (/^(order|customer|subscription)\.(deleted|restored)$/.test(type)) {
      return { eventId, type, ignored: 'What is deleted or restored stays as it was here.' };
    }
    return { eventId, type, ignored: 'This topic isn’t about a customer.' };
  },
};

type Known = Pick<Reading, 'eventId' | 'type'>;

function isGreeting({ text }: Delivery): boolean {
  return /^webhook_id=\d+$/.test(text);
}

/** The states in which somebody has only begun to fill in a form. */
const DRAFTS = ['auto-draft', 'draft', 'checkout-draft', 'new'];

function readOrder(known: Known, object: z.output<typeof order>): Reading | Ignored {
  const { id, status, total, line_items, date_created_gmt, date_paid_gmt } = object;
  if (DRAFTS.includes(status)) return { ...known, ignored: 'This order hasn’t been placed yet.' };
  if (status === 'trash') return { ...known, ignored: 'This order is in the trash.' };
  // An order of nothing begins a trial, or was a gift.
  const isPaid = ['processing', 'completed'].includes(status) && Number(total) > 0;
  const createdAt = utc(date_created_gmt);
  return {
    ...buyer(known, object),
    word: isPaid || !['processing', 'completed'].includes(status) ? status : undefined,
    ofSubscription: subscriptionOf(object),
    // An old order that is edited was paid for when it was.
    wordAt: isPaid ? utc(date_paid_gmt) : undefined,
    purchase: String(id),
    fieldsAt: createdAt,
    yields: ['currency'],
    seenAt: known.type === 'order.created' ? createdAt : undefined,
    fields: {
      ...(isPaid && {
        currency: object.currency.toLowerCase(),
        last_order_at: createdAt ?? null,
        last_order_total: Number(total),
        products: line_items.map(({ name }) => name).join(', '),
      }),
      ...country(object.billing.country),
      ...own(object.meta_data),
    },
  };
}

function readSubscription(known: Known, object: z.output<typeof subscription>): Reading {
  const { id, status, parent_id, billing_period, billing_interval } = object;
  const trialEnd = utc(object.trial_end_date_gmt);
  const at = atOf(object);
  const isTrial =
    ['active', 'pending-cancel'].includes(status) && trialEnd !== undefined && trialEnd > at;
  const unit = object.currency.toLowerCase();
  const fields = {
    plan: object.line_items[0]?.name ?? null,
    currency: unit,
    trial_ends_at: isTrial ? trialEnd : null,
    cancels_at: utc(object.end_date_gmt) ?? null,
    ...country(object.billing.country),
    ...own(object.meta_data),
  };
  const state = {
    ...{ id: String(id), word: isTrial ? 'subscription trial' : `subscription ${status}`, fields },
    ...{ unit, purchase: parent_id > 0 ? String(parent_id) : undefined },
    sums: { mrr: total([perMonth(listed(object), billing_period, billing_interval)], unit) },
  };
  return { ...buyer(known, object), subscriptions: [state] };
}

/** What a subscription costs each time, before discounts and taxes, as with the other services. */
function listed({ total, total_tax, discount_total }: z.output<typeof subscription>): number {
  return Number(total) - Number(total_tax ?? 0) + Number(discount_total ?? 0);
}

/** The subscription that an order renews, changes or takes up again, by the key that WooCommerce Subscriptions gives it. */
function subscriptionOf({ created_via, meta_data }: z.output<typeof order>): string | undefined {
  const keys = ['_subscription_renewal', '_subscription_switch', '_subscription_resubscribe'];
  const meta = meta_data.find(({ key, value }) => keys.includes(key) && Boolean(value));
  if (meta) return String(meta.value);
  return created_via === 'subscription' ? '' : undefined;
}

/**
 * A guest has no number, and is known by the email alone. Whoever has one may get bills elsewhere: they
 * are who their account says.
 */
function buyer(known: Known, object: z.output<typeof order>): Reading {
  const { customer_id, billing } = object;
  return {
    ...known,
    at: atOf(object),
    externalId: customer_id > 0 ? String(customer_id) : undefined,
    email: billing.email || undefined,
    emailIsHint: customer_id > 0 || undefined,
    name: nameOf(billing),
  };
}

function nameOf(person: { first_name: string; last_name: string }): string | undefined {
  return `${person.first_name} ${person.last_name}`.trim() || undefined;
}

function atOf(object: { date_modified_gmt?: string | null; date_created_gmt?: string | null }) {
  return z.string().parse(utc(object.date_modified_gmt) ?? utc(object.date_created_gmt));
}

/** WooCommerce's times in UTC do not say so. */
function utc(time: string | null | undefined): string | undefined {
  return time ? `${time.replace(' ', 'T').replace(/Z?$/, '')}Z` : undefined;
}

function country(code: string | undefined): Record<string, string> {
  return code ? { country: code } : {};
}

function own(meta: { key: string; value?: unknown }[]) {
  return ownFields('meta.', Object.fromEntries(meta.map(({ key, value }) => [key, value])));
}
