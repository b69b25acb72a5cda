import { expect, test } from 'vitest';
import { formatView, parseView } from './address.ts';
import { heldTogether, scopesFor, switchTogether } from './together.ts';
import { sentenceOf, sentenceOfAll } from './words.ts';

const A = '11111111-1111-4111-8111-111111111111';
const projects = [{ id: A, name: 'Inkwell' }];
const view = (query: string) => parseView(new URLSearchParams(query));

const PAID_ON_PRO = 'f=status:is:paid&f=param.plan:is:pro';

test.each([
  ['f=status:is:paid', ['Status is Paid']],
  ['f=status:is:paid:any', ['Status is Paid']],
  [PAID_ON_PRO, ['Status is Paid in the same product', 'plan is pro in the same product']],
  [
    'f=status:is:paid:any&f=param.plan:is:pro:any',
    ['Status is Paid in any product', 'plan is pro in any product'],
  ],
  [`${PAID_ON_PRO}&combine=any`, ['Status is Paid', 'plan is pro']],
  ['f=status:is:paid&f=param.plan:is', ['Status is Paid', 'plan is … in the same product']],
  ['f=status:is:paid&f=status:is:paid', ['Status is Paid', 'Status is Paid']],
  ['f=status:is:paid&f=tag:any_of:vip', ['Status is Paid', 'Tag is any of vip']],
  [
    `${PAID_ON_PRO}&f=param.mrr:gt:9:any`,
    [
      'Status is Paid in the same product',
      'plan is pro in the same product',
      'mrr more than 9 in any product',
    ],
  ],
  [
    'f=status:is:paid&f=last_activity:more_than:30',
    ['Status is Paid', 'Last activity more than 30 days ago'],
  ],
  [
    'f=status:is:paid&f=last_activity:more_than:30:same',
    [
      'Status is Paid in the same product',
      'Last activity more than 30 days ago in the same product',
    ],
  ],
  [
    `f=status:is:paid:${A}&f=param.plan:is:pro&f=tag:any_of:vip`,
    ['Status is Paid in Inkwell', 'plan is pro', 'Tag is any of vip'],
  ],
])('%s reads %j', (query, sentences) => {
  const now = view(query);
  const read = now.conditions.map((one) => sentenceOf(one, projects, heldTogether(now)));
  expect(read).toEqual(sentences);
});

test('several conditions in one sentence name their product once', () => {
  const { conditions } = view(`${PAID_ON_PRO}&f=tag:any_of:vip`);
  expect(sentenceOfAll(conditions, projects)).toBe(
    'Status is Paid and plan is pro, in the same product, Tag is any of vip',
  );
});

test('"the same product" is offered where there is another', () => {
  const offered = (query: string, at = 0) => {
    const now = view(query);
    return scopesFor(now.conditions[at]!, projects, heldTogether(now));
  };
  expect(offered('f=status:is:paid')).toEqual(['same', 'all', A]);
  expect(offered('f=status:is:paid:any')).toEqual(['any', 'all', A]);
  expect(offered(PAID_ON_PRO)).toEqual(['same', 'any', 'all', A]);
  expect(offered('f=status:is:paid&f=param.plan:is:pro:any', 1)).toEqual(['same', 'any', 'all', A]);
  expect(offered('f=first_seen:in_last:7')).toEqual(['any', A]);
  expect(offered('f=first_seen:in_last:7&f=status:is:paid')).toEqual(['any', 'same', A]);
});

test('one press makes the same product any product, and back', () => {
  const loose = 'f=status:is:paid:any&f=param.plan:is:pro:any';
  const switched = (query: string) => {
    const now = view(query);
    const found = switchTogether(now);
    return found && formatView({ ...now, conditions: found.conditions });
  };
  expect(switched(PAID_ON_PRO)).toBe(`?${loose}`);
  expect(switched(loose)).toBe(`?${PAID_ON_PRO}`);
  expect(switched(`${PAID_ON_PRO}&f=status:is:trial:${A}`)).toBe(
    `?${loose}&f=status:is:trial:${A}`,
  );
  expect(switched(`${PAID_ON_PRO}&combine=any`)).toBeNull();
  expect(switched('f=status:is:paid&f=tag:any_of:vip')).toBeNull();
});
