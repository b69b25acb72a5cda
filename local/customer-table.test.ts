import { expect, test } from 'vitest';
import { customerTable, type Customer } from './customer-table.ts';

const projectNames = new Map([
  ['1', 'Product A'],
  ['2', 'Product B'],
]);

test('a customer is one row with a badge for each project and its params under it', () => {
  const customer: Customer = {
    email: 'alex@example.com',
    name: 'Alex Chen',
    projects: [
      { project_id: '1', status: 'paid', params: { mrr: 29, plan: 'pro' } },
      { project_id: '2', status: 'free', params: { source: 'twitter' } },
    ],
  };
  expect(customerTable([customer], projectNames).split('\n')).toEqual([
    'Email             Name       Products',
    'alex@example.com  Alex Chen  [Product A: paid] [Product B: free]',
    '                             Product A  plan: pro, mrr: 29',
    '                             Product B  source: twitter',
  ]);
});

test('a customer without a name keeps the columns in line', () => {
  const projects = [{ project_id: '1', status: 'free', params: {} }];
  const customer = { email: 'a@b.co', name: null, projects };
  expect(customerTable([customer], projectNames).split('\n').slice(1)).toEqual([
    'a@b.co        [Product A: free]',
    '              Product A  no params',
  ]);
});
