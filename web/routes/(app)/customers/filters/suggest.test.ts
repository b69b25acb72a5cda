import { expect, test } from 'vitest';
import { formatCondition } from '$lib/filters';
import { suggest, type Known } from './suggest.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const known: Known = {
  projects: [
    { id: A, name: 'Inkwell' },
    { id: B, name: 'Quiet Mail' },
  ],
  keys: [
    { key: 'mrr', type: 'number', samples: ['9', '29'], projects: [] },
    { key: 'plan', type: 'text', samples: ['hobby', 'pro'], projects: [] },
    { key: 'renewsOn', type: 'date', samples: [], projects: [] },
    { key: 'team', type: 'other', samples: [], projects: [] },
  ],
  tags: ['vip'],
  views: [
    { name: 'Paying', href: '/customers?f=status:is:paid' },
    { name: 'Big spenders', href: '/customers?view=1' },
  ],
};
const lines = (text: string) => suggest(text, known).map(({ kind, text }) => `${kind}: ${text}`);

test.each([
  ['paid', ['Filter: Status is Paid']],
  ['tri', ['Filter: Status is Trial']],
  ['ink', ['Filter: Product is any of Inkwell']],
  ['mr', ['Param: mrr >= …']],
  ['renew', ['Param: renewsOn < …']],
  ['pro', ['Filter: plan is pro']],
  ['vi', ['Filter: Tag is any of vip']],
  ['big', ['View: Big spenders']],
  ['pa', ['Filter: Status is Paid', 'View: Paying']],
  ['mrr > 20', ['Filter: mrr more than 20']],
  ['mrr >= $20', ['Filter: mrr at least 20']],
  ['team.seats > 3', ['Filter: team.seats more than 3']],
  ['MRR >= $20', ['Filter: mrr at least 20']],
  ['Quiet M', ['Filter: Product is any of Quiet Mail']],
  ['product = quiet mail', ['Filter: Product is any of Quiet Mail']],
  ['product: Quiet M', ['Filter: Product is any of Quiet Mail']],
  ['status: tr', ['Filter: Status is Trial']],
  [
    'product:Inkwell tri',
    ['Filter: Product is any of Inkwell', 'Filter: Product is any of Inkwell, Status is Trial'],
  ],
  ['plan=', ['Filter: plan is hobby', 'Filter: plan is pro']],
  ['plan=p', ['Filter: plan is p', 'Filter: plan is pro']],
  ['plan != h', ['Filter: plan is not h', 'Filter: plan is not hobby']],
  ['status:tr', ['Filter: Status is Trial']],
  ['-status:tr', ['Filter: Status is not Trial']],
  ['product:I', ['Filter: Product is any of Inkwell']],
  [
    'plan=pro status:pa',
    ['Filter: plan is pro and Status is Paid, in the same product', 'Filter: plan is pro'],
  ],
  ['alex paid', ['Filter: Status is Paid']],
  ['alex', []],
  ['fred', []],
  ['"paid"', []],
  ['', []],
])('%s offers %j', (text, offered) => {
  expect(lines(text)).toEqual(offered);
});

test.each([
  ['status=pro', ['Did you mean: plan is pro']],
  ['status: pro', ['Did you mean: plan is pro']],
  ['plna=pro', ['Filter: plna is pro', 'Did you mean: plan is pro']],
  ['status=payed', ['Did you mean: Status is Paid']],
  ['churnd', ['Did you mean: Status is Churned']],
  ['plam=pro', ['Filter: plam is pro', 'Did you mean: plan is pro']],
  ['plam=', ['Did you mean: plan= …']],
  ['state=paid', ['Filter: state is paid', 'Did you mean: Status is Paid']],
  ['status=nonsense', []],
])('%s asks %j', (text, offered) => {
  expect(lines(text)).toEqual(offered);
});

test('what is offered keeps the filters and the search before it', () => {
  const [, paid] = suggest('alex plan=pro paid', known);
  expect(paid!.filters!.search).toBe('alex');
  expect(paid!.filters!.conditions.map(formatCondition)).toEqual([
    'param.plan:is:pro',
    'status:is:paid',
  ]);
  expect(suggest('alex mr', known)[0]).toMatchObject({ completed: 'alex mrr >= ' });
});
