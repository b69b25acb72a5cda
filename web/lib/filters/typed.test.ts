import { expect, test } from 'vitest';
import { formatCondition } from '$contract/filters/rows.ts';
import { finishedPart, readTyped } from '$contract/filters/typed.ts';

const A = '11111111-1111-4111-8111-111111111111';
const projects = [{ id: A, name: 'Inkwell' }];

test.each([
  ['status:trial', 'status:is:trial'],
  ['status:Trial,paid', 'status:is:trial,paid'],
  ['-status:paid', 'status:is_not:paid'],
  ['status!=paid', 'status:is_not:paid'],
  ['plan=pro', 'param.plan:is:pro'],
  ['plan:pro', 'param.plan:is:pro'],
  ['plan!=pro', 'param.plan:is_not:pro'],
  ['plan="very large"', 'param.plan:is:very large'],
  ['seats="5"', 'param.seats:is:"5"'],
  ['plan=*', 'param.plan:is_set'],
  ['mrr>20', 'param.mrr:gt:20'],
  ['mrr>=20.5', 'param.mrr:gte:20.5'],
  ['mrr > 20', 'param.mrr:gt:20'],
  ['mrr >= $20', 'param.mrr:gte:20'],
  ['mrr >$1,200.50', 'param.mrr:gt:1200.50'],
  ['mrr ≤ 20€', 'param.mrr:lte:20'],
  ['mrr = €9', 'param.mrr:is:9'],
  ['price=1,200', 'param.price:is:1%2C200'],
  ['plan ≠ pro', 'param.plan:is_not:pro'],
  ['Status = Paid', 'status:is:paid'],
  ['team.seats > 3', 'param.team.seats:gt:3'],
  ['mrr<-1', 'param.mrr:lt:-1'],
  ['trial_ends_at<2026-12-01', 'param.trial_ends_at:before:2026-12-01'],
  ['tag:vip,beta', 'tag:any_of:vip,beta'],
  ['-tag:vip', 'tag:none_of:vip'],
  ['product:inkwell', `project:any_of:${A}`],
  ['-product:Inkwell', `project:none_of:${A}`],
  ['products>1', 'project_count:at_least:2'],
  ['products=2', 'project_count:is:2'],
  ['active:30d', 'last_activity:in_last:30'],
  ['active>30', 'last_activity:more_than:30'],
  ['seen:7d', 'first_seen:in_last:7'],
  ['email:@corp.com', 'email:contains:@corp.com'],
  ['name=Alex', 'name:is:Alex'],
])('%s typed is the filter %s', (typed, condition) => {
  const read = readTyped(typed, projects);
  expect(read.conditions.map(formatCondition)).toEqual([condition]);
  expect(read.search).toBe('');
});

test('the rest of the text is searched for', () => {
  expect(readTyped('  alex status:trial  moreau plan=pro ')).toMatchObject({
    search: 'alex moreau',
    conditions: [{ field: 'status' }, { field: 'param' }],
  });
});

test.each([
  'alex',
  'alex@example.com',
  'status:gone',
  'product:Nothing',
  'mrr>lots',
  'products>many',
  'a : b',
  'mrr > $',
  'x=',
  '=x',
  '"plan=pro',
  '12:30',
])('%s is no filter', (typed) => {
  expect(readTyped(typed, projects)).toEqual({ search: typed, conditions: [] });
});

test.each([
  ['alex mrr >= ', 'alex '],
  ['alex mrr>', 'alex '],
  ['status:', ''],
  ['alex mrr > 2', 'alex mrr > 2'],
  ['alex', 'alex'],
])('of %j only %j is looked for while it is typed', (typed, searched) => {
  expect(finishedPart(typed)).toBe(searched);
});
