import type { Mutant } from '../check.ts';

const readBefore = (field: 0 | 1, instead: string) =>
  `coalesce(v_read -> (cp.customer_id || ' ' || cp.project_id) -> ${field}, ${instead})`;

/** Ways to deadlock, and ways to lose what another call wrote. */
export const hammerMutants: Mutant[] = [
  {
    name: 'customers are locked in the order in which the calls came',
    sql: {
      function: 'private.write_turn',
      replace: [['order by c.account_id, c.customer_id', 'order by c.ordinal']],
    },
  },
  {
    name: 'new customers are made in the order in which the calls came',
    sql: {
      function: 'private.create_missing_customers',
      replace: [['order by c.account_id, c.email', 'order by c.ordinal']],
    },
  },
  {
    name: 'pings lock customers in the order in which they came',
    sql: {
      function: 'ingest.ping',
      replace: [
        [
          'order by c.account_id, c.customer_id\n  on conflict',
          'order by min(c.ordinal)\n  on conflict',
        ],
      ],
    },
  },
  {
    name: 'params are read before the lock and written after it',
    sql: {
      function: 'private.write_turn',
      replace: [
        [
          'v_created private.new_customer_project[];',
          `v_created private.new_customer_project[];
           v_read constant jsonb := (
             select jsonb_object_agg(o.customer_id || ' ' || o.project_id, jsonb_build_array(o.params, o.params_at))
             from unnest(calls) c
             join public.customer_projects o
               on o.account_id = c.account_id and o.customer_id = c.customer_id and o.project_id = c.project_id
             where c.turn = write_turn.turn
           );`,
        ],
        ['(cp.params - array', `(${readBefore(0, 'cp.params')} - array`],
        ['then cp.params_at ||', `then ${readBefore(1, 'cp.params_at')} ||`],
        [
          'merge_params(cp.params, cp.params_at,',
          `merge_params(${readBefore(0, 'cp.params')}, ${readBefore(1, 'cp.params_at')},`,
        ],
      ],
    },
  },
  {
    name: 'the param that arrives last wins',
    sql: {
      function: 'private.merge_params',
      replace: [['if not is_newest then', 'if false then']],
    },
  },
];
