import assert from 'node:assert/strict';
import type { Mapping, ServiceName } from '../_shared/contract/services.ts';
import { type Event, toEvent } from './mapping.ts';
import { SERVICES } from './services.ts';
import { delivery } from './testing.ts';

/** The event that a body of a service becomes. */
export function event(
  name: ServiceName,
  body: unknown,
  headers = {},
  mapping: Mapping = {},
): Event {
  const reading = SERVICES[name].read(delivery(body, headers));
  assert('at' in reading, 'ignored' in reading ? reading.ignored : '');
  return toEvent(reading, SERVICES[name], mapping);
}

/** Why a body of a service is ignored. */
export function ignored(name: ServiceName, body: unknown, headers = {}): string {
  const reading = SERVICES[name].read(delivery(body, headers));
  assert('ignored' in reading, 'It was read.');
  return reading.ignored;
}

export const stripe = (type: string, object: object) => ({
  ...{ id: 'evt_1', type, created: 1_780_000_000, livemode: true, data: { object } },
});

/** A subscription of Stripe of 29 dollars a month. */
export const subscription = (more: object) => ({
  ...{ id: 'sub_1', customer: 'cus_1', status: 'active' },
  items: {
    data: [
      {
        price: {
          ...{ id: 'price_1', product: 'prod_1', currency: 'usd', unit_amount: 2900 },
          recurring: { interval: 'month', interval_count: 1 },
        },
      },
    ],
  },
  ...more,
});

export const paddle = (event_type: string, data: object) => ({
  ...{ event_id: 'evt_1', event_type, occurred_at: '2026-05-01T08:00:00Z', data },
});

export const lemon = (attributes: object, type = 'orders', meta: object = {}) => ({
  meta: { event_name: type === 'orders' ? 'order_created' : 'subscription_updated', ...meta },
  data: {
    ...{ type, id: '7' },
    attributes: {
      ...{ customer_id: 5, user_email: 'ada@example.com', updated_at: '2026-05-01T08:00:00Z' },
      ...attributes,
    },
  },
});

export const woo = (topic: string) => ({
  ...{ 'x-wc-webhook-topic': topic, 'x-wc-webhook-delivery-id': 'd1' },
});

export const order = {
  ...{ id: 3, currency: 'EUR', total: '19.90', billing: { email: 'ada@example.com' } },
  ...{ date_created_gmt: '2026-05-01T08:00:00', date_modified_gmt: '2026-07-01T09:00:00' },
};
