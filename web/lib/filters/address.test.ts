import { describe, expect, test } from 'vitest';
import { parseRows } from '$contract/filters/rows.ts';
import { changeView, formatView, isFiltered, parseView, savedQuery } from './address.ts';

const A = '11111111-1111-4111-8111-111111111111';
const B = '22222222-2222-4222-8222-222222222222';
const view = (query: string) => parseView(new URLSearchParams(query));

describe('the address of a view', () => {
  test('an empty address is everybody, the latest active first', () => {
    expect(view('')).toEqual({
      search: '',
      match: 'all',
      conditions: [],
      sort: 'last_activity_at',
      descending: true,
      layout: 'badges',
      density: 'full',
      columns: null,
      saved: null,
      page: null,
    });
    expect(formatView(view(''))).toBe('');
    expect(isFiltered(view(''))).toBe(false);
  });

  test.each([
    '?q=alex',
    `?f=project:any_of:${A},${B}`,
    '?f=status:is:trial,paid',
    '?f=status:is_not:paid:all',
    `?f=status:is:paid:${A}`,
    '?f=status:is:paid:any&f=param.plan:is_set::any',
    '?f=status:is&f=status:is::all',
    '?f=project_count:at_least:2&f=last_activity:more_than:30&combine=any',
    '?f=first_seen:between:2026-01-01,2026-01-31',
    `?f=mrr_change:churn:2026-01-01,2026-01-31:${A}`,
    '?f=last_activity:between:2026-01-31,2026-01-31',
    '?f=param.plan:is:pro&f=param.mrr:gte:20:all&f=param.beta:is_set',
    '?f=param.plan:is:',
    `?f=import:is:${A},people.csv`,
    '?f=tag:none_of:vip,a%252Cb',
    '?f=param.a%253Ab.c:contains:50%2525',
    `?q=a+b&f=param.plan:is:pro:${B}&sort=name`,
    '?sort=-email',
    '?sort=-project_count',
    '?sort=-param:mrr',
    `?sort=-param%40${A}:mrr`,
    '?density=compact&cols=tags',
    '?layout=grid&cols=email*p240,param:mrr*80,tags*p,projects',
    `?f=status:is:paid&view=${A}`,
    `?after=2026-11-22T10:00:00.123456%2B00:00,${A}`,
    `?sort=name&before=Smith,+Alex,${A}`,
  ])('%s survives being read and written', (query) => {
    expect(formatView(view(query))).toBe(query);
  });

  test('the rows do not depend on columns, layout, saved view or the open customer', () => {
    const read: string[] = [];
    class Recorded extends URLSearchParams {
      override get(name: string) {
        read.push(name);
        return super.get(name);
      }
    }
    parseRows(new Recorded(`?layout=grid&cols=tags&view=${A}&open=${A}&field=status&operator=is`));
    expect(read).toEqual(expect.arrayContaining(['q', 'sort', 'combine', 'after', 'field']));
    for (const name of ['layout', 'cols', 'view', 'open']) expect(read).not.toContain(name);
  });

  test('what goes without saying is left out', () => {
    const submitted = 'q=&combine=all&f=&sort=-last_activity_at&layout=badges&cols=&view=';
    expect(formatView(view(submitted))).toBe('');
    expect(formatView(view('f=status:is:paid&combine=any'))).toBe('?f=status:is:paid');
  });

  test('the same product goes without saying, and any product where there is no other', () => {
    const scopes = (query: string) => view(query).conditions.map(({ scope }) => scope);
    expect(scopes('f=status:is:paid&f=param.plan:is:pro&f=last_activity:in_last:7')).toEqual([
      'same',
      'same',
      'any',
    ]);
    expect(formatView(view('f=status:is:paid:same&f=last_activity:in_last:7:any'))).toBe(
      '?f=status:is:paid&f=last_activity:in_last:7',
    );
  });

  test('what makes no sense is left out', () => {
    const query =
      'f=shoe:is:x&f=param:is:x&f=import:is:x&project=1&status=gone&param==&sort=shoe&sort=param:&view=1&cols=shoe,project:1&after=x&before=1';
    expect(formatView(view(query))).toBe('');
    expect(formatView(view('f=status:shoe:paid,gone:nowhere'))).toBe('?f=status:is:paid');
    expect(formatView(view('f=project:any_of:x:all'))).toBe('?f=project:any_of');
    expect(formatView(view('f=last_activity:in_last:soon'))).toBe('?f=last_activity:in_last');
    expect(formatView(view('f=param.mrr:gt:lots'))).toBe('?f=param.mrr:gt');
    expect(formatView(view('f=mrr_change:churn:2026-02-31,2026-02-01:all'))).toBe(
      '?f=mrr_change:churn:2026-02-01',
    );
    expect(formatView(view('f=first_seen:between:2026-02-31,x'))).toBe('?f=first_seen:between');
  });

  test('control characters and endless texts are cut, and so are endless lists', () => {
    expect(view('q=a%00b').search).toBe('ab');
    expect(view(`q=${'x'.repeat(5000)}`).search).toHaveLength(200);
    expect(view('f=status:is:paid&'.repeat(50)).conditions).toHaveLength(20);
  });

  test('a condition that has no value yet filters nothing and is not saved', () => {
    expect(isFiltered(view('f=status:is'))).toBe(false);
    expect(savedQuery(view(`f=status:is&f=tag:any_of:vip&sort=name&view=${A}`))).toBe(
      '?f=tag:any_of:vip&sort=name',
    );
  });

  test('a change starts again on the first page', () => {
    const paged = view(`q=alex&after=x,${A}`);
    expect(changeView(paged, { match: 'all', sort: 'name', descending: false })).toBe(
      '?q=alex&sort=name',
    );
  });
});

describe('the form of one condition', () => {
  test('comes back to the place it was taken from', () => {
    const submitted =
      'f=tag:any_of:vip&f=param.plan:is:pro&at=1&field=status&operator=is_not&value=paid&value=trial&scope=all';
    expect(formatView(view(submitted))).toBe(
      '?f=tag:any_of:vip&f=status:is_not:paid,trial:all&f=param.plan:is:pro',
    );
  });

  test('without a place is the last, and without a value is not finished', () => {
    expect(formatView(view('f=tag:any_of:vip&field=param&key=plan&operator=is&value='))).toBe(
      '?f=tag:any_of:vip&f=param.plan:is',
    );
    expect(formatView(view('field=param&key=&value=x'))).toBe('');
  });
});

describe('filters in the search box', () => {
  test('become conditions of the address', () => {
    expect(formatView(view('q=alex+status:trial+mrr%3E20'))).toBe(
      '?q=alex&f=status:is:trial&f=param.mrr:gt:20',
    );
  });

  test('are searched for as they are in quotes', () => {
    expect(view('q="plan=pro"')).toMatchObject({ search: 'plan=pro', conditions: [] });
    expect(formatView(view('q="plan=pro"'))).toBe('?q=%22plan%3Dpro%22');
  });
});
