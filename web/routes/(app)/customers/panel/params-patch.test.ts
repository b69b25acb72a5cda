import { expect, test } from 'vitest';
import { readParamsPatch, writeParams } from './params-patch.ts';

const patch = (before: object, after: string) => readParamsPatch(JSON.stringify(before), after);

test('what was not touched is not in the patch', () => {
  const params = { plan: 'pro', seats: 3, nested: { a: [1, 2] } };
  expect(patch(params, writeParams(params))).toEqual({});
});

test('a changed param, a new one and one that was taken out', () => {
  expect(
    patch({ plan: 'pro', seats: 3, old: true }, '{"plan": "team", "seats": 3, "vat": "CH"}'),
  ).toEqual({ plan: 'team', vat: 'CH', old: null });
});

test('a number that became a text is a change', () => {
  expect(patch({ seats: 3 }, '{"seats": "3"}')).toEqual({ seats: '3' });
});

test('nothing at all takes every param out', () => {
  expect(patch({ plan: 'pro' }, '')).toEqual({ plan: null });
});

test('what is no object is refused in words', () => {
  expect(() => patch({}, '{plan: "pro"}')).toThrow('not JSON');
  for (const text of ['[]', '5', '"a"', 'null']) expect(() => patch({}, text)).toThrow('an object');
});
