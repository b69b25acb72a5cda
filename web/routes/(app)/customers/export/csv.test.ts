import { expect, test } from 'vitest';
import { parseView } from '$lib/filters';
import type { Customer } from '$lib/server/customers.ts';
import { csvColumns, keysOf } from './csv-columns.ts';
import { headToCsv, rowsToCsv } from './csv.ts';
import { exportName } from './file-name.ts';

const time = '2026-11-23T10:00:00+02:00';
const utc = '2026-11-23T08:00:00.000Z';
const a = '11111111-1111-4111-8111-111111111111';
const b = '22222222-2222-4222-8222-222222222222';
const projects = [
  { id: a, name: 'Ink, well', color: 'blue' as const },
  { id: b, name: 'Quiet', color: 'red' as const },
];
const inProject = (project_id: string, params: object) => ({
  ...{ project_id, status: 'paid' as const, params },
  ...{ first_seen_at: time, last_activity_at: time },
});
const customer = (fields: Partial<Customer>) =>
  ({
    ...{ id: '1', email: 'ada@example.com', name: 'Ada', first_seen_at: time, tags: [] },
    ...{ last_activity_at: time, projects: [] },
    ...fields,
  }) as unknown as Customer;

/** The file of customers in a view, as its lines. */
function file(query: string, customers: Customer[], keys = keysOf(customers)): string[] {
  const columns = csvColumns(parseView(new URLSearchParams(query)), projects, keys);
  return (headToCsv(columns) + rowsToCsv(customers, columns)).trimEnd().split('\r\n');
}
/** A file of people alone. */
const people = (fields: Partial<Customer>) => file('cols=email', [customer(fields)])[1];

test('a file has the person, their tags, and each product with its params as columns of their own', () => {
  const params = { plan: 'pro', mrr: -29.5, team: { seats: 3 } };
  const ada = customer({ tags: ['beta', 'vip'], projects: [inProject(b, params)] as never });
  expect(file('', [ada])).toEqual([
    'email,name,tags,"Ink, well: status","Ink, well: first seen","Ink, well: last activity",Quiet: status,Quiet: first seen,Quiet: last activity,Quiet: mrr,Quiet: plan,Quiet: team,last activity,first seen',
    `ada@example.com,Ada,"beta, vip",,,,paid,${utc},${utc},-29.5,pro,"{""seats"":3}",${utc},${utc}`,
  ]);
});

test('a file has the columns that the table shows, in their order', () => {
  const rows = [inProject(a, { mrr: 10 }), inProject(b, { mrr: 5, plan: 'pro' })];
  expect(
    file(`cols=param:mrr,project:${b},project_count`, [customer({ projects: rows as never })]),
  ).toEqual([
    'email,name,tags,mrr,Quiet: status,Quiet: first seen,Quiet: last activity,Quiet: mrr,Quiet: plan,products used',
    `ada@example.com,Ada,,15,paid,${utc},${utc},5,pro,2`,
  ]);
});

test('a cell that a spreadsheet would run is made a text, in params and heads too', () => {
  for (const name of ['=1+1', '+1', '-1', '@SUM(A1)', '＝1+1', '＋1', '－1', '＠SUM(A1)']) {
    expect(people({ name })).toContain(`,'${name},`);
  }
  for (const name of ['\tx', '\rx', '\nx']) {
    expect(people({ name })).toContain(`,"'${name}"`);
  }
  const bad = customer({ projects: [inProject(b, { '=x': '=1+1' })] as never });
  expect(file('cols=param:%3Dx', [bad])).toEqual([
    "email,name,tags,'=x",
    "ada@example.com,Ada,,'=1+1",
  ]);
});

test('quotes, commas and line breaks stay in their cell', () => {
  expect(people({ name: 'a "b", c\nd' })).toContain(',"a ""b"", c\nd",');
});

test('a cell stays one where the spreadsheet separates by semicolons or tabs', () => {
  for (const name of ['a;=1+1', 'a\t=1+1']) {
    expect(people({ name })).toContain(`,"${name}",`);
  }
});

test('a person without a name has an empty cell', () => {
  expect(people({ name: null })).toBe('ada@example.com,,');
});

test('the name of a file says the account, the view and the day', () => {
  const now = new Date('2026-11-26T23:00:00Z');
  expect(exportName('Maya’s Müller GmbH', 'Gone quiet', now)).toBe(
    'maya-s-muller-gmbh-gone-quiet-2026-11-26',
  );
  expect(exportName('数字', 'Customers', now)).toBe('customers-2026-11-26');
});
