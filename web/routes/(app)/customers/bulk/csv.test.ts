import { expect, test } from 'vitest';
import type { Customer } from '$lib/server/customers.ts';
import { headToCsv, rowsToCsv } from './csv.ts';

const time = '2026-11-23T10:00:00+02:00';
const projects = [
  { id: 'a', name: 'Ink, well', color: 'blue' as const },
  { id: 'b', name: 'Quiet', color: 'red' as const },
];
const customer = (fields: Partial<Customer>) =>
  ({
    ...{ id: '1', email: 'ada@example.com', name: 'Ada', first_seen_at: time },
    ...{ last_activity_at: time, projects: [] },
    ...fields,
  }) as unknown as Customer;

test('each project has its columns, whether or not the person is in it', () => {
  expect(headToCsv(projects)).toBe(
    'email,name,first seen,last activity,"Ink, well: status","Ink, well: first seen","Ink, well: last activity","Ink, well: params",Quiet: status,Quiet: first seen,Quiet: last activity,Quiet: params\r\n',
  );
  const project = {
    ...{ project_id: 'b', status: 'paid' as const, params: { plan: 'pro' } },
    ...{ first_seen_at: time, last_activity_at: time },
  };
  expect(rowsToCsv([customer({ projects: [project] })], projects)).toBe(
    'ada@example.com,Ada,2026-11-23T08:00:00.000Z,2026-11-23T08:00:00.000Z,,,,,paid,2026-11-23T08:00:00.000Z,2026-11-23T08:00:00.000Z,"{""plan"":""pro""}"\r\n',
  );
});

test('a cell that a spreadsheet would run is made a text', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠SUM(A1)']) {
    expect(rowsToCsv([customer({ name })], [])).toContain(`,'${name}`);
  }
  for (const name of ['\tx', '\rx', '\nx']) {
    expect(rowsToCsv([customer({ name })], [])).toContain(`,"'${name}"`);
  }
});

test('quotes, commas and line breaks stay in their cell', () => {
  expect(rowsToCsv([customer({ name: 'a "b", c\nd' })], [])).toContain(',"a ""b"", c\nd",');
});

test('a cell stays one where the spreadsheet separates by semicolons or tabs', () => {
  for (const name of ['a;=1+1', 'a\t=1+1']) {
    expect(rowsToCsv([customer({ name })], [])).toContain(`,"${name}",`);
  }
});

test('a person without a name has an empty cell', () => {
  expect(rowsToCsv([customer({ name: null })], [])).toMatch(/^ada@example\.com,,/);
});
