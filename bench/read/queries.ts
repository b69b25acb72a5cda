import type { Tenant } from '../load.ts';

/** One question of the customers page or the overview, as its RPC is called. */
export interface Query {
  name: string;
  sql: string;
  parameters: unknown[];
  /** What it may take at p95, in ms. */
  barMs: number;
}

const PAGE = 'select * from public.search_customers($1, $2, $3, $4, $5, 50)';
const COUNT = 'select public.count_customers($1, $2)';
const BAR_MS = 50;

/** Every filter, sort and search that the dashboard offers. */
export function queriesFor({ accountId, projects }: Tenant): Query[] {
  const [a, b] = [projects[0]!.id, projects[1]!.id];
  const page = (
    name: string,
    filter: object = {},
    sort = 'last_activity_at',
    descending = true,
    cursor: unknown = null,
  ): Query => ({
    name,
    sql: PAGE,
    parameters: [accountId, filter, sort, descending, cursor],
    barMs: BAR_MS,
  });
  const where = (name: string, ...conditions: object[]) => page(name, { conditions });
  const param = (operator: string, key: string, value: unknown, more = {}) => ({
    ...{ field: 'param', operator, key, value },
    ...more,
  });
  const status = (operator: string, value: string[], more = {}) => ({
    ...{ field: 'status', operator, value },
    ...more,
  });
  const zero = '00000000-0000-4000-8000-000000000000';

  return [
    page('first page'),
    page('deep page', {}, 'last_activity_at', true, [daysAgo(300), zero]),
    page('sorted by first seen', {}, 'first_seen_at'),
    page('sorted by email', {}, 'email', false),
    page('sorted by name', {}, 'name', false),
    page('sorted by number of projects', {}, 'project_count'),
    page('sorted by the sum of mrr', {}, 'param:mrr'),
    page('search: a common part', { search: 'garcia' }),
    page('search: a whole email', { search: 'user123456@' }),
    page('search: nobody', { search: 'zzqxv' }),
    page('search: two letters', { search: 'ga' }),
    where('in a project', { field: 'project', operator: 'any_of', value: [a] }),
    where('in all of two', { field: 'project', operator: 'all_of', value: [a, b] }),
    where('in none of two', { field: 'project', operator: 'none_of', value: [a, b] }),
    where('in at least 4 projects', { field: 'project_count', operator: 'at_least', value: 4 }),
    where('paid anywhere', status('is', ['paid'])),
    where('paid in a project', status('is', ['paid'], { project: a })),
    where('paid in all', status('is', ['paid'], { scope: 'all' })),
    where('not paid anywhere', status('is_not', ['paid'])),
    where('paid in one, not in another', status('is', ['paid'], { project: a }), {
      field: 'project',
      operator: 'none_of',
      value: [b],
    }),
    where('gone quiet for 30 days', {
      field: 'last_activity',
      operator: 'more_than',
      value: 30,
    }),
    where('new this week', { field: 'first_seen', operator: 'in_last', value: 7 }),
    where('name contains', { field: 'name', operator: 'contains', value: 'kowal' }),
    where('plan is pro', param('is', 'plan', 'pro')),
    where('plan is pro in a project', param('is', 'plan', 'pro', { project: a })),
    where('plan is not pro', param('is_not', 'plan', 'pro')),
    where('paid on pro, in the same project', status('is', ['paid']), param('is', 'plan', 'pro')),
    where(
      'paid on pro, each in any project',
      status('is', ['paid'], { scope: 'any' }),
      param('is', 'plan', 'pro', { scope: 'any' }),
    ),
    where('on pro, not paid for', param('is', 'plan', 'pro'), status('is_not', ['paid'])),
    where('paid, mrr above 498', status('is', ['paid']), param('gt', 'mrr', 498)),
    where(
      'churned from pro in a country, at least 40 seats',
      status('is', ['churned']),
      param('is', 'plan', 'pro'),
      param('is', 'country', 'DE'),
      param('gte', 'seats', 40),
    ),
    where('a nested param that nobody has', param('gt', 'team.seats', 3)),
    where('mrr above 490 (2 %)', param('gt', 'mrr', 490)),
    where('mrr above 498 (0.2 %)', param('gt', 'mrr', 498)),
    where('mrr above 498 in a project', param('gt', 'mrr', 498, { project: a })),
    where('mrr above what anybody has', param('gt', 'mrr', 100_000)),
    where('country contains', param('contains', 'country', 'c')),
    where('a param that is not set', param('is_not_set', 'plan', undefined)),
    where('a param that nobody has', param('is_set', 'nobody', undefined)),
    page('any of: paid in a project, or plan is pro', {
      match: 'any',
      conditions: [status('is', ['paid'], { project: a }), param('is', 'plan', 'pro')],
    }),
    count('count: everybody', {}),
    count('count: paid in a project', { conditions: [status('is', ['paid'], { project: a })] }),
    count('count: plan is pro', { conditions: [param('is', 'plan', 'pro')] }),
    count('count: plan is not pro', { conditions: [param('is_not', 'plan', 'pro')] }),
    count('count: plan is set', { conditions: [param('is_set', 'plan', undefined)] }),
    count('count: paid on pro, in the same project', {
      conditions: [status('is', ['paid']), param('is', 'plan', 'pro')],
    }),
    count('count: search', { search: 'garcia' }),
    count('count: search, a part that everybody has', { search: 'example' }),
    ...[30, 365].map((days) => ({
      name: `overview, ${days} days`,
      sql: 'select public.overview_period($1, current_date - $2::integer, current_date)',
      parameters: [accountId, days - 1],
      barMs: 300,
    })),
    { name: 'overview', sql: 'select public.overview($1)', parameters: [accountId], barMs: 300 },
  ];

  function count(name: string, filter: object): Query {
    return { name, sql: COUNT, parameters: [accountId, filter], barMs: BAR_MS };
  }
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
