import type { Kind } from './kind.ts';
import {
  charge,
  customer,
  customerId,
  DAY,
  dispute,
  event,
  every,
  invoice,
  item,
  session,
  subscribed,
  subscription,
  T,
} from './stripe-objects.ts';

const amount = (unit_amount: number | null) => ({
  unit_amount,
  unit_amount_decimal: unit_amount === null ? null : String(unit_amount),
});
const mrr = (is: string, items: object[], monthly: number, more: object = {}): Kind => ({
  is,
  deliveries: (ada) => subscribed(ada, [more, items]),
  status: 'paid',
  params: { mrr: monthly },
});
const bought = (ada: string, more: object = {}) =>
  event('checkout.session.completed', T, session(ada, more));

/** What is paid, once and each month. */
export const stripeMoney: Kind[] = [
  mrr(
    'of several items those count that recur at a price',
    [
      item(),
      item({ ...amount(1000), ...every('month', 1, 'metered') }, { quantity: undefined }),
      item({ ...amount(null), billing_scheme: 'tiered', tiers_mode: 'graduated' }),
      item({ ...amount(12_000), ...every('year') }),
    ],
    39,
  ),
  mrr(
    'packages of ten seats, of which one is begun',
    [
      item(
        { ...amount(500), transform_quantity: { divide_by: 10, round: 'up' } },
        { quantity: 95 },
      ),
    ],
    50,
  ),
  mrr('the price of the list counts, before a discount', [item()], 29, { discounts: ['di_1'] }),
  {
    is: 'more seats are more from then on',
    deliveries: (ada) => subscribed(ada, [{}], [{}, [item({}, { quantity: 3 })]]),
    status: 'paid',
    params: { mrr: 87 },
  },
  {
    is: 'two currencies are not added',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event(
        'customer.subscription.created',
        T + DAY,
        subscription(ada, { id: `sub_eur_${ada}` }, [item({ ...amount(4000), currency: 'eur' })]),
      ),
    ],
    status: 'paid',
    params: { mrr: 40, currency: 'eur' },
  },
  {
    is: 'a checkout of nothing buys nothing',
    deliveries: (ada) => [
      bought(ada, { amount_total: 0, payment_status: 'no_payment_required', payment_intent: null }),
    ],
    status: 'free',
  },
  {
    is: 'a bank debit that fails buys nothing, and says so',
    deliveries: (ada) => [
      bought(ada, { payment_status: 'unpaid' }),
      event(
        'checkout.session.async_payment_failed',
        T + 3 * DAY,
        session(ada, { payment_status: 'unpaid' }),
      ),
    ],
    outcome: ['created', 'ignored'],
    detail: /payment failed/,
    status: 'free',
  },
  {
    is: 'what is bought once is no revenue a month',
    deliveries: (ada) => [bought(ada)],
    status: 'paid',
    lacks: ['mrr'],
  },
  {
    is: 'a payment by itself may be one of a subscription, and says where purchases come from',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('payment_intent.succeeded', T + 2, { id: 'pi_1', object: 'payment_intent' }),
    ],
    outcome: 'ignored',
    detail: /its checkout or invoice/,
    status: 'paid',
  },
  {
    is: 'a checkout of a customer whose email it does not tell counts when that is known',
    deliveries: (ada) => [
      bought(ada, { customer: customerId(ada), customer_details: null }),
      event('customer.created', T + 1, customer(ada, customerId(ada))),
    ],
    outcome: ['waiting', 'created'],
    status: 'paid',
  },
  {
    is: 'who bought a plan for life keeps it when the subscription before it ends',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      bought(ada, { customer: customerId(ada) }),
      event(
        'customer.subscription.deleted',
        T + 2 * DAY,
        subscription(ada, { status: 'canceled' }),
      ),
    ],
    status: 'paid',
    params: { mrr: 0 },
  },
  {
    is: 'and has nothing when that is paid back',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      bought(ada, { customer: customerId(ada) }),
      event(
        'customer.subscription.deleted',
        T + 2 * DAY,
        subscription(ada, { status: 'canceled' }),
      ),
      event('charge.refunded', T + 3 * DAY, charge(ada, { customer: customerId(ada) })),
    ],
    status: 'churned',
    params: { mrr: 0 },
  },
  {
    is: 'an invoice that is sent by hand and paid is bought once',
    deliveries: (ada) => [
      event(
        'invoice.paid',
        T,
        invoice(ada, customerId(ada), {
          ...{ billing_reason: 'manual', collection_method: 'send_invoice', parent: null },
        }),
      ),
    ],
    status: 'paid',
  },
  {
    is: 'a part that is paid back changes nothing, and says so',
    deliveries: (ada) => [
      bought(ada),
      event('charge.refunded', T + DAY, charge(ada, { refunded: false, amount_refunded: 900 })),
    ],
    outcome: 'ignored',
    detail: /Partial refund/,
    status: 'paid',
  },
  {
    is: 'and all of it in two parts is all of it',
    deliveries: (ada) => [
      bought(ada),
      event('charge.refunded', T + DAY, charge(ada, { refunded: false, amount_refunded: 900 })),
      event('charge.refunded', T + 2 * DAY, charge(ada)),
    ],
    status: 'churned',
  },
  {
    is: 'a refund that comes before its checkout',
    deliveries: (ada) => [
      event('customer.created', T - 1, customer(ada, customerId(ada))),
      event('charge.refunded', T + DAY, charge(ada, { customer: customerId(ada) })),
      bought(ada, { customer: customerId(ada) }),
    ],
    status: 'churned',
  },
  {
    is: 'a refund of a guest who gave the bank another address',
    deliveries: (ada) => [
      bought(ada),
      event('charge.refunded', T + DAY, charge(ada, { billing_details: { email: `card.${ada}` } })),
    ],
    status: 'churned',
    others: { card: undefined },
  },
  {
    is: 'a refund of one month of a subscription leaves the status to that',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('charge.refunded', T + DAY, charge(ada, { customer: customerId(ada) })),
    ],
    status: 'paid',
    params: { mrr: 29 },
  },
  {
    is: 'a dispute that is open changes nothing, and says so',
    deliveries: (ada) => [
      bought(ada),
      event('charge.dispute.created', T + DAY, dispute(ada, 'needs_response')),
    ],
    outcome: 'ignored',
    detail: /dispute is open/,
    status: 'paid',
  },
  {
    is: 'one that is won neither',
    deliveries: (ada) => [
      bought(ada),
      event('charge.dispute.closed', T + DAY, dispute(ada, 'won')),
    ],
    outcome: 'unchanged',
    status: 'paid',
  },
  {
    is: 'one that is lost takes the purchase back, though it names nobody',
    deliveries: (ada) => [
      bought(ada),
      event('charge.dispute.closed', T + DAY, dispute(ada, 'lost')),
    ],
    outcome: 'updated',
    status: 'churned',
  },
  {
    is: 'and gives it again when the bank does',
    deliveries: (ada) => [
      bought(ada, { customer: customerId(ada) }),
      event('charge.dispute.closed', T + DAY, dispute(ada, 'lost')),
      event('charge.dispute.funds_reinstated', T + 9 * DAY, dispute(ada, 'won')),
    ],
    outcome: ['created', 'updated', 'updated'],
    status: 'paid',
  },
  {
    is: 'an inquiry that is closed took no money',
    deliveries: (ada) => [
      bought(ada),
      event('charge.dispute.closed', T + DAY, dispute(ada, 'warning_closed')),
    ],
    outcome: 'ignored',
    status: 'paid',
  },
  {
    is: 'a dispute of what nobody bought here is nobody’s',
    deliveries: (ada) => [
      ...subscribed(ada, [{}]),
      event('charge.dispute.closed', T + DAY, dispute(ada, 'lost')),
    ],
    outcome: 'unknown',
    status: 'paid',
  },
];
