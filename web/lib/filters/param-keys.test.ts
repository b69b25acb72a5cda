import { expect, test } from 'vitest';
import { beginCondition, mergeKeys, operatorsFor, typedValue } from './param-keys.ts';

test('the entries of several projects become one a key', () => {
  const keys = mergeKeys([
    { project_id: 'a', key: 'plan', type: 'text', samples: ['pro', 'free'] },
    { project_id: 'a', key: 'mrr', type: 'number', samples: [100, 9, 29] },
    { project_id: 'b', key: 'plan', type: 'text', samples: ['pro', 'team', null, {}] },
    { project_id: 'b', key: 'mrr', type: 'text', samples: ['29'] },
  ]);
  expect(keys).toEqual([
    { key: 'mrr', type: 'other', samples: ['9', '29', '100', '"29"'], projects: ['a', 'b'] },
    { key: 'plan', type: 'text', samples: ['free', 'pro', 'team'], projects: ['a', 'b'] },
  ]);
});

test.each([
  ['pro', 'pro'],
  [29, '29'],
  ['29', '"29"'],
  [true, 'true'],
  ['true', '"true"'],
  ['2026-12-01', '2026-12-01'],
])('the value %j is typed as %s', (value, typed) => {
  expect(typedValue(value)).toBe(typed);
});

test('the operators of a param follow from its type, and what an address says is kept', () => {
  const keys = mergeKeys([{ project_id: 'a', key: 'mrr', type: 'number', samples: [] }]);
  const mrr = beginCondition('param', 'mrr', keys);
  expect(mrr.operator).toBe('gte');
  expect(operatorsFor(mrr, keys)).not.toContain('contains');
  expect(operatorsFor({ ...mrr, operator: 'contains' }, keys)).toContain('contains');
  expect(beginCondition('param', 'unknown', keys).operator).toBe('is');
});
