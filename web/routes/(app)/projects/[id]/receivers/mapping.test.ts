import { expect, test } from 'vitest';
import { applied, readMapping } from './mapping.ts';

const standard = {
  statuses: { active: 'paid', paused: 'churned', incomplete: null },
  params: { plan: 'plan', interval: null },
  own: ['metadata.'],
} as const;

function form(fields: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

test('only what differs from the service’s own is kept', () => {
  const same = form([
    ['status:active', 'paid'],
    ['status:incomplete', ''],
    ['param:plan', ' plan '],
    ['param:interval', ''],
  ]);
  expect(readMapping(same, standard)).toEqual({ statuses: {}, params: {} });
});

test('another status, another name, nothing, and fields of one’s own', () => {
  const changed = form([
    ['status:active', 'trial'],
    ['status:paused', ''],
    ['param:plan', ''],
    ['param:interval', 'every'],
    ['param:metadata.old', ''],
    ['own', 'metadata.team'],
    ['own-param', 'team'],
    ['own', ''],
    ['own-param', 'nothing'],
    ['own', 'plan'],
    ['own-param', 'not a field of one’s own'],
  ]);
  expect(readMapping(changed, standard)).toEqual({
    statuses: { active: 'trial', paused: null },
    params: { plan: null, interval: 'every', 'metadata.team': 'team' },
  });
});

test('tests count where that is chosen, of a service that tells them', () => {
  const chosen = form([['count-tests', 'on']]);
  expect(readMapping(chosen, { ...standard, marksTests: true })).toMatchObject({
    count_tests: true,
  });
  expect(readMapping(form([]), { ...standard, marksTests: true })).not.toHaveProperty(
    'count_tests',
  );
  expect(readMapping(chosen, standard)).not.toHaveProperty('count_tests');
});

test('the page shows the service’s own and what was changed', () => {
  const mapping = { statuses: { paused: null }, params: { 'metadata.team': 'team' } };
  expect(applied(standard, mapping)).toEqual({
    statuses: { active: 'paid', paused: null, incomplete: null },
    params: { plan: 'plan', interval: null, 'metadata.team': 'team' },
  });
});
