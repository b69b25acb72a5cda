import { Client } from '@modelcontextprotocol/client';
import { beforeAll, expect, test } from 'vitest';
import { connect, createProject, post, signUp } from '../../founder.ts';
import { stack } from '../../stack.ts';
import { ask, connectAssistant, createReadKey } from './assistant.ts';

// What founders ask across their products: the tool and the arguments that an assistant makes of it, and the answer.

let assistant: Client;
let ids: Record<string, string>;

const PEOPLE: Record<string, Record<string, object>> = {
  alex: {
    Inkwell: { status: 'paid', name: 'Alex Chen', params: { mrr: 29, plan: 'pro' } },
    Shiplog: { status: 'free' },
    Papertrail: { status: 'free', params: { waitlist: true } },
  },
  bea: {
    Inkwell: { status: 'paid', params: { mrr: 9, plan: 'basic' } },
    Shiplog: { status: 'trial', params: { trial_ends_at: dayFromNow(2) } },
  },
  cy: { Shiplog: { status: 'paid', params: { mrr: 49 } } },
  dana: { Inkwell: { status: 'churned' } },
  eve: { Inkwell: { status: 'trial', params: { trial_ends_at: dayFromNow(6) } } },
  fay: {
    Inkwell: { status: 'paid', params: { mrr: 10 } },
    Shiplog: { status: 'paid', params: { mrr: 15 } },
  },
};

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

const status = (value: string, product?: string) => ({
  ...{ field: 'status', operator: 'is', values: [value] },
  ...(product && { product }),
});
const param = (key: string, operator: string, ...values: (string | number | boolean)[]) => ({
  ...{ field: 'param', key, operator, values },
});
const by = (key: string) => ({ by: 'param', key, order: 'desc' });
const email = { by: 'email', order: 'asc' };

/** Whom a tool found, as the parts of their addresses before the @. */
const found = (answer: { customers: { email: string }[] }) =>
  answer.customers.map((person) => person.email.split('@')[0]).join(' ');
const count = ({ count }: { count: number }) => count;

beforeAll(async () => {
  const founder = await signUp();
  await founder.client
    .rpc('set_account_settings', {
      ...{ account_id: founder.accountId, time_zone: 'UTC', currency: 'USD', mrr_param: 'mrr' },
    })
    .throwOnError();
  ids = {};
  for (const name of ['Inkwell', 'Shiplog', 'Papertrail']) {
    const { id, apiKey } = await createProject(founder, name);
    ids[name] = id;
    const calls = Object.entries(PEOPLE).flatMap(([who, badges]) =>
      badges[name] ? [{ type: 'identify', email: `${who}@example.com`, ...badges[name] }] : [],
    );
    expect((await post('/batch', apiKey, { calls })).status).toBe(200);
  }
  const sql = connect(stack().dbUrl);
  await sql`insert into public.customer_tags (account_id, customer_id, tag)
    select account_id, id, 'vip' from public.customers
    where account_id = ${founder.accountId} and email = 'cy@example.com'`;
  await sql.end();
  await founder.client
    .rpc('save_view', {
      account_id: founder.accountId,
      name: 'Inkwell payers',
      query: `?f=status:is:paid:${ids.Inkwell}&sort=email&layout=grid`,
    })
    .throwOnError();
  const keys = await Promise.all([1, 2, 3].map(() => createReadKey(founder)));
  assistant = await connectAssistant(keys.map(({ read_key }) => read_key));
  // The official client holds each answer to the schema that it was told of here.
  await assistant.listTools();
});

type Question = [
  question: string,
  tool: string,
  asked: object,
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each tool has its own
  short: (answer: any) => unknown,
  expected: unknown,
];

const QUESTIONS: Question[] = [
  [
    'alex@example.com: paid on A, free on B, waitlist on C?',
    'get_customer',
    { customer: 'Alex@Example.com' },
    ({ customer }) =>
      customer.products.map((p: Record<string, unknown>) => [p.product, p.status, p.params]),
    [
      ['Inkwell', 'paid', { mrr: 29, plan: 'pro' }],
      ['Shiplog', 'free', {}],
      ['Papertrail', 'free', { waitlist: true }],
    ],
  ],
  [
    'Do we know nobody@example.com?',
    'get_customer',
    { customer: 'nobody@example.com' },
    ({ customer }) => customer,
    null,
  ],
  [
    'Who is most valuable across the portfolio?',
    'search_customers',
    { sort: by('mrr'), limit: 3 },
    found,
    'cy alex fay',
  ],
  [
    'And in Inkwell alone?',
    'search_customers',
    { sort: { ...by('mrr'), product: 'inkwell' }, limit: 2 },
    found,
    'alex fay',
  ],
  [
    'Who pays for Inkwell and only tries Shiplog?',
    'search_customers',
    { conditions: [status('paid', 'Inkwell'), status('trial', 'Shiplog')], sort: email },
    found,
    'bea',
  ],
  [
    'Who pays for Shiplog and has not tried Inkwell?',
    'search_customers',
    {
      conditions: [
        status('paid', 'Shiplog'),
        { field: 'product', operator: 'none_of', values: ['Inkwell'] },
      ],
      sort: email,
    },
    found,
    'cy',
  ],
  [
    'Who pays for anything?',
    'search_customers',
    { conditions: [status('paid')], sort: email },
    found,
    'alex bea cy fay',
  ],
  [
    'Who pays for at least two products?',
    'search_customers',
    { conditions: [status('paid', 'Inkwell'), status('paid', 'Shiplog')] },
    found,
    'fay',
  ],
  [
    'Who is on the waitlist of Papertrail?',
    'search_customers',
    { conditions: [{ ...param('waitlist', 'is', true), product: 'Papertrail' }] },
    found,
    'alex',
  ],
  [
    'Who is on the pro plan?',
    'search_customers',
    { conditions: [param('plan', 'is', 'pro')] },
    found,
    'alex',
  ],
  [
    'Who pays more than 20 a month for one product?',
    'search_customers',
    { conditions: [status('paid'), param('mrr', 'gt', 20)], sort: email },
    found,
    'alex cy',
  ],
  [
    'Which trials end within a week?',
    'search_customers',
    {
      conditions: [status('trial'), param('trial_ends_at', 'before', dayFromNow(8))],
      sort: email,
    },
    found,
    'bea eve',
  ],
  [
    'Who left, or is still trying?',
    'search_customers',
    { match: 'any', conditions: [status('churned'), status('trial')], sort: email },
    found,
    'bea dana eve',
  ],
  ['Find Chen', 'search_customers', { search: 'chen' }, found, 'alex'],
  [
    'Who did I tag vip?',
    'search_customers',
    { conditions: [{ field: 'tag', operator: 'any_of', values: ['vip'] }] },
    found,
    'cy',
  ],
  ['How many people are there?', 'count_customers', {}, count, 6],
  [
    'How many use several products?',
    'count_customers',
    { conditions: [{ field: 'product_count', operator: 'at_least', values: [2] }] },
    count,
    3,
  ],
  [
    'What do they pay in all, and for what?',
    'portfolio_overview',
    {},
    ({ mrr, paying, trials_ending_in_3_days, products }) => [
      mrr,
      paying,
      trials_ending_in_3_days,
      products.map((p: Record<string, unknown>) => [p.product, p.paid, p.mrr]),
    ],
    [
      { USD: 112 },
      4,
      1,
      [
        ['Inkwell', 3, { USD: 48 }],
        ['Shiplog', 2, { USD: 64 }],
        ['Papertrail', 0, {}],
      ],
    ],
  ],
  [
    'Whom could I sell Shiplog to?',
    'product_overlap',
    { product: 'Inkwell' },
    ({ pairs }) => pairs.find(({ other }: { other: string }) => other === 'Shiplog'),
    { product: 'Inkwell', other: 'Shiplog', people: 3, both_pay: 1, pays_only_product: 2 },
  ],
  [
    'What happened last?',
    'recent_changes',
    { limit: 3 },
    ({ changes }) =>
      new Set(changes.map((c: Record<string, unknown>) => [c.product, c.from].join())),
    new Set(['Papertrail,', 'Shiplog,']),
  ],
  ['Show my view of Inkwell', 'run_view', { view: 'inkwell payers' }, found, 'alex bea fay'],
];

test.each(QUESTIONS)('%s', async (_question, tool, asked, short, expected) => {
  const { answer, text, isError } = await ask(assistant, tool, asked);
  expect(isError, text).toBe(false);
  expect(short(answer)).toEqual(expected);
});

test('an answer links to the same people in the dashboard, and goes on with its cursor', async () => {
  const asked = { conditions: [status('paid', 'Inkwell')], sort: email, limit: 2 };
  const { answer } = await ask(assistant, 'search_customers', asked);
  expect(found(answer)).toBe('alex bea');
  expect(decodeURIComponent(new URL(answer.dashboard_url).search)).toBe(
    `?f=status:is:paid:${ids.Inkwell}&sort=email`,
  );
  expect(answer.customers[0].dashboard_url).toMatch(/\/customers\/[\da-f-]{36}$/);
  const cursor = answer.next_cursor;
  const next = await ask(assistant, 'search_customers', { ...asked, cursor });
  expect([found(next.answer), next.answer.next_cursor]).toEqual(['fay', null]);
});
