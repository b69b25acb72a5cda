import { expect, test } from 'vitest';
import { customerTable } from './customer-table.ts';

const products = new Map([
  ['1', 'Product A'],
  ['2', 'Product B'],
]);

test('a customer is one row with a badge for each product and its params under it', () => {
  const customer = {
    email: 'alex@example.com',
    name: 'Alex',
    projects: [
      { project_id: '2', status: 'free', params: {} },
      { project_id: '1', status: 'paid', params: { plan: 'pro', mrr: 29 } },
    ],
  };
  expect(customerTable([customer], products).split('\n')).toEqual([
    'Email             Name  Products',
    'alex@example.com  Alex  [Product A: paid] [Product B: free]',
    '                        Product A  plan: pro, mrr: 29',
    '                        Product B  no params',
  ]);
});

test('a customer without a name keeps the columns in line', () => {
  const customer = { email: 'a@b.co', name: null, projects: [] };
  expect(customerTable([customer], products).split('\n')[1]).toBe('a@b.co        ');
});
