import { expect, test } from 'vitest';
import { monthsOf, projectsOf, type Figures } from './figures.ts';
import { wholeTicks } from './ticks.ts';
import { formatShare } from './formats.ts';

test('cohorts run over every month from the first to the last', () => {
  expect(monthsOf([{ month: '2026-02-01' }, { month: '2025-11-01' }])).toEqual([
    '2025-11-01',
    '2025-12-01',
    '2026-01-01',
    '2026-02-01',
  ]);
  expect(monthsOf([])).toEqual([]);
});

test('a project that was deleted since the figures were counted is left out', () => {
  const row = { customers: 1, new: 0, free: 0, trial: 0, paid: 1, churned: 0, mrr: { EUR: 9 } };
  const figures = {
    per_project: [
      { project_id: 'a', ...row },
      { project_id: 'gone', ...row },
    ],
    trials: { per_project: [{ project_id: 'a', trials: 4, converted: 1 }], cohorts: [] },
  } as unknown as Figures;
  expect(projectsOf(figures, [{ id: 'a', name: 'A', color: 'blue' }])).toEqual([
    { id: 'a', name: 'A', color: 'blue', ...row, trials: 4, converted: 1 },
  ]);
});

test('a share of nobody is no number, and a small one is not nothing', () => {
  expect([formatShare(0, 0), formatShare(0, 3), formatShare(1, 3), formatShare(1, 900)]).toEqual([
    '–',
    '0%',
    '33%',
    '<1%',
  ]);
});

test('an axis of counts has whole numbers, 0 among them', () => {
  expect(wholeTicks(-1, 1)).toEqual([-1, 0, 1]);
  expect(wholeTicks(0, 7)).toEqual([0, 2, 4, 6]);
  expect(wholeTicks(-12, 31)).toEqual([-10, 0, 10, 20, 30]);
  expect(wholeTicks(0, 1400)).toEqual([0, 500, 1000]);
});
