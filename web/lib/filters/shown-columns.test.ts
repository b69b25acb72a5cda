import { expect, test } from 'vitest';
import { parseView } from './address.ts';
import { askedParams, columnsOf } from './shown-columns.ts';

const A = '11111111-1111-4111-8111-111111111111';
const view = (query: string) => parseView(new URLSearchParams(query));
const ids = (query: string) => columnsOf(view(query), [{ id: A }]).map(({ id }) => id);

test('a param that is filtered or sorted by is a column, in the project that was asked for', () => {
  const query = `f=param.plan:is:pro&f=param.seats:gt:3:${A}&f=param.beta:gt&sort=-param:mrr`;
  const asked = ['param:plan', `param@${A}:seats`, 'param:mrr'];
  expect(ids(query)).toEqual(['email', 'projects', ...asked, 'last_activity_at', 'first_seen_at']);
  expect(ids(`${query}&layout=grid`)).toEqual([`project:${A}`, ...asked, 'last_activity_at']);
  expect(askedParams(view(query))).toEqual(['plan', 'seats', 'mrr']);
});

test('of whom a product has seen so long ago it is told when that was', () => {
  for (const scope of ['same', A]) {
    expect(askedParams(view(`f=last_activity:more_than:30:${scope}&f=param.plan:is:pro`))).toEqual([
      'last active',
      'plan',
    ]);
  }
  expect(askedParams(view('f=last_activity:more_than:30&f=first_seen:in_last:7:same'))).toEqual([]);
});

test('columns that were chosen are left as they are', () => {
  expect(ids('cols=email,tags&f=param.plan:is:pro&sort=-param:mrr')).toEqual(['email', 'tags']);
});
