import type { Delivery } from '../receiver.ts';
import type { Kind } from './kind.ts';

const T = Date.parse('2026-05-01T08:00:00Z');
const DAY = 86_400_000;
const idOf = (email: string) => `user_${email.replace(/\W/g, '')}`;
const event = (type: string, timestamp: number, data: object): Delivery => ({
  ...{ type, object: 'event', timestamp, instance_id: 'ins_1', data },
  event_attributes: { http_request: { client_ip: '', user_agent: '' } },
});
const user = (email: string | null, id: string, more: object = {}) => ({
  ...{ id, object: 'user', username: null, first_name: 'Ada', last_name: 'L', banned: false },
  email_addresses: email
    ? [{ id: 'idn_1', object: 'email_address', email_address: email, verification: null }]
    : [],
  ...{ primary_email_address_id: email ? 'idn_1' : null, phone_numbers: [], external_accounts: [] },
  ...{ public_metadata: {}, private_metadata: {}, unsafe_metadata: {}, last_sign_in_at: null },
  ...{ created_at: T, updated_at: T, last_active_at: T },
  ...more,
});
const signedUp = (email: string) => event('user.created', T, user(email, idOf(email)));
const money = (amount: number) => ({
  ...{ amount, amount_formatted: '', currency: 'USD', currency_symbol: '$' },
});
const FREE = { id: 'cplan_free', name: 'Free', slug: 'free_user', is_default: true, amount: 0 };
const plan = (more: object = {}) => ({
  ...{ id: 'cplan_pro', instance_id: 'ins_1', product_id: 'cprod_1', name: 'Pro', slug: 'pro' },
  ...{ is_default: false, is_recurring: true, amount: 2900, period: 'month', interval: 1 },
  ...{ has_base_fee: true, currency: 'USD', annual_monthly_amount: 2400, publicly_visible: true },
  ...more,
});
const payer = (email: string) => ({
  ...{ object: 'commerce_payer', id: 'cpayer_1', instance_id: 'ins_1', user_id: idOf(email) },
  ...{ first_name: 'Ada', last_name: 'L', email, image_url: '' },
});
const item = (email: string, more: object = {}, of: object = {}) => ({
  ...{ object: 'commerce_subscription_item', id: `csub_item_${idOf(email)}`, status: 'active' },
  ...{ plan_period: 'month', period_start: T, period_end: T + 30 * DAY, is_free_trial: false },
  ...{ amount: money(2900), plan: plan(of), plan_id: 'cplan_pro', created_at: T, updated_at: T },
  ...more,
});
const free = (email: string, status = 'active') =>
  item(email, { id: `csub_free_${idOf(email)}`, status, amount: money(0), period_end: null }, FREE);
const itemEvent = (what: string, email: string, day: number, more: object = {}, of: object = {}) =>
  event(`subscriptionItem.${what}`, T + day * DAY, {
    ...item(email, more, of),
    ...{ payer: payer(email), subscription_id: `csub_${idOf(email)}` },
  });
const subscriptionEvent = (what: string, email: string, day: number, ...items: object[]) =>
  event(`subscription.${what}`, T + day * DAY, {
    ...{ object: 'commerce_subscription', id: `csub_${idOf(email)}`, status: 'active', items },
    ...{ payer_id: 'cpayer_1', payer: payer(email), created_at: T, updated_at: T + day * DAY },
    ...{ latest_payment_id: '', payment_source_id: '' },
  });

export const clerk: Kind[] = [
  {
    is: 'the free plan that everybody has is no payment',
    deliveries: (ada) => [
      signedUp(ada),
      subscriptionEvent('created', ada, 0, free(ada)),
      subscriptionEvent('active', ada, 0, free(ada)),
    ],
    status: 'free',
    params: { plan: 'Free', mrr: 0 },
  },
  {
    is: 'a plan that is paid by the month',
    deliveries: (ada) => [signedUp(ada), itemEvent('active', ada, 1)],
    status: 'paid',
    params: { plan: 'Pro', mrr: 29, currency: 'usd' },
  },
  {
    is: 'a plan that is paid by the year has a price of its own a month',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1, { plan_period: 'annual', amount: money(28_800) }),
    ],
    status: 'paid',
    params: { mrr: 24 },
  },
  {
    is: 'or a twelfth of what is paid',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1, { plan_period: 'annual', amount: money(28_800), plan: null }),
    ],
    status: 'paid',
    params: { mrr: 24 },
  },
  {
    is: 'a subscription and its item are not counted twice',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      subscriptionEvent('active', ada, 1, free(ada, 'ended'), item(ada)),
      subscriptionEvent('updated', ada, 2, free(ada, 'ended'), item(ada)),
    ],
    status: 'paid',
    params: { plan: 'Pro', mrr: 29 },
  },
  {
    is: 'a free trial, with its end',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1, { is_free_trial: true, period_end: T + 8 * DAY }),
      itemEvent('freeTrialEnding', ada, 5, { is_free_trial: true, period_end: T + 8 * DAY }),
    ],
    status: 'trial',
    params: { mrr: 0, trial_ends_at: new Date(T + 8 * DAY).toISOString() },
  },
  {
    is: 'a trial that ends without payment',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1, { is_free_trial: true }),
      itemEvent('ended', ada, 8, { is_free_trial: true, status: 'ended' }),
    ],
    status: 'churned',
  },
  {
    is: 'a charge that failed is tried again',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      itemEvent('pastDue', ada, 31, { status: 'past_due', past_due_at: T + 31 * DAY }),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'who cancels keeps the plan until its period ends',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      itemEvent('canceled', ada, 2, { status: 'canceled', canceled_at: T + 2 * DAY }),
      itemEvent('upcoming', ada, 2, { ...free(ada, 'upcoming') }),
    ],
    status: 'paid',
    params: { mrr: 29, cancels_at: new Date(T + 30 * DAY).toISOString() },
  },
  {
    is: 'and has churned then, though they have the free plan again',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      itemEvent('canceled', ada, 2, { status: 'canceled' }),
      subscriptionEvent('updated', ada, 31, free(ada), item(ada, { status: 'ended' })),
    ],
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'who changes to a larger plan pays for that alone',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      itemEvent('active', ada, 2, { id: `${idOf(ada)}_max` }, { name: 'Max', amount: 9900 }),
      itemEvent('ended', ada, 2, { status: 'ended' }),
    ],
    status: 'paid',
    params: { plan: 'Max', mrr: 99 },
  },
  {
    is: 'a checkout that is begun, or given up, changes nothing',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('incomplete', ada, 1, { status: 'incomplete' }),
      itemEvent('abandoned', ada, 2, { status: 'abandoned' }),
    ],
    status: 'free',
  },
  {
    is: 'what an organization pays is of whom its bills go to',
    deliveries: (ada) => [
      event('subscriptionItem.active', T + DAY, {
        ...item(ada),
        payer: { ...payer(ada), user_id: undefined, organization_id: `org_${idOf(ada)}` },
      }),
    ],
    outcome: 'created',
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'an attempt to pay leaves the status to the subscription',
    deliveries: (ada) => [
      signedUp(ada),
      event('paymentAttempt.updated', T + DAY, {
        ...{ id: 'cpa_1', status: 'failed', charge_type: 'recurring', payer: payer(ada) },
      }),
    ],
    outcome: 'ignored',
    detail: /comes from the subscription/,
    status: 'free',
  },
  {
    is: 'a plan of which nobody is said to pay',
    deliveries: (ada) => [event('subscriptionItem.active', T, item(ada))],
    outcome: 'ignored',
    detail: /who pays/,
  },
  {
    is: 'who is deleted has churned, whatever they paid',
    deliveries: (ada) => [
      signedUp(ada),
      itemEvent('active', ada, 1),
      event('user.deleted', T + 2 * DAY, { id: idOf(ada), object: 'user', deleted: true }),
    ],
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'who signs up by phone waits for an email',
    deliveries: (ada) => [
      event('user.created', T, user(null, idOf(ada))),
      event('user.updated', T + DAY, user(ada, idOf(ada), { updated_at: T + DAY })),
    ],
    outcome: ['waiting', 'created'],
    status: 'free',
  },
  {
    is: 'with a new primary address goes what they pay',
    deliveries: (ada) => [
      event('user.created', T, user(`old.${ada}`, idOf(ada))),
      itemEvent('active', ada, 1, {}),
      event('user.updated', T + 2 * DAY, user(ada, idOf(ada), { updated_at: T + 2 * DAY })),
    ],
    status: 'paid',
    params: { mrr: 29 },
    others: { old: 'churned' },
  },
];
