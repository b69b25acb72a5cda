import type { Mutant } from '../check.ts';

const turn = (name: string, ...replace: [from: string, to: string][]): Mutant => ({
  name,
  sql: { function: 'private.write_turn', replace },
});
const merge = (name: string, ...replace: [from: string, to: string][]): Mutant => ({
  name,
  sql: { function: 'private.merge_params', replace },
});
const ping = (name: string, ...replace: [from: string, to: string][]): Mutant => ({
  name,
  sql: { function: 'ingest.ping', replace },
});

/** Ways to let the order of arrival decide, one for each field. */
export const orderMutants: Mutant[] = [
  turn('the status that arrives last wins', [' and excluded.status_at >= cp.status_at', '']),
  turn('the name that arrives last wins', [' and a.name_at = c.at', '']),
  turn('the last activity that arrives last wins', [
    'last_activity_at = greatest(cp.last_activity_at, excluded.last_activity_at)',
    'last_activity_at = excluded.last_activity_at',
  ]),
  turn('the first seen stays what the first arrival said', [
    'first_seen_at = least(cp.first_seen_at, excluded.first_seen_at)',
    'first_seen_at = cp.first_seen_at',
  ]),
  turn('the newest call forgets when the other params were set', [
    'then cp.params_at || excluded.params_at',
    'then excluded.params_at',
  ]),
  merge('the param that arrives last wins', ['if not is_newest then', 'if false then']),
  merge('a removed param forgets when it was removed', [
    'params_at := params_at || v_patch_at;',
    `params_at := (params_at || v_patch_at) - array(
       select key from jsonb_object_keys(v_patch_at) key where not v_patch ? key
     );`,
  ]),
  ping('the ping that arrives last wins', ['and cp.last_activity_at < c.at', '']),
  ping("a ping that arrives late moves the person's last activity back", [
    'last_activity_at = greatest(a.last_activity_at, excluded.last_activity_at)',
    'last_activity_at = excluded.last_activity_at',
  ]),
];
