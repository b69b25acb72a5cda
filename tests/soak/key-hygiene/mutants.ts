import type { Mutant } from '../check.ts';

/** Ways for a key to end up where somebody else reads it, and one for it to end too soon. */
export const keyHygieneMutants: Mutant[] = [
  {
    name: 'refused requests are logged with their authorization',
    edge: {
      file: '_shared/http/handler.ts',
      replace: [
        [
          'request_id: crypto.randomUUID(),',
          "request_id: crypto.randomUUID(), reason: request.headers.get('authorization') ?? undefined,",
        ],
      ],
    },
  },
  {
    name: 'a refusal repeats the key it refuses',
    edge: {
      file: '_shared/http/handler.ts',
      replace: [
        [
          'response = refuse(problem, context);',
          "context.headers['x-refused'] = request.headers.get('authorization') ?? ''; response = refuse(problem, context);",
        ],
      ],
    },
  },
  {
    name: 'the database keeps the key as its name',
    sql: {
      function: 'private.create_api_key',
      replace: [['private.to_one_line(create_api_key.name)', 'api_key']],
    },
  },
  {
    name: 'the database logs the keys it makes',
    sql: {
      function: 'private.create_api_key',
      replace: [
        [
          'insert into public.api_keys',
          "raise log 'made %', api_key;\n  insert into public.api_keys",
        ],
      ],
    },
  },
  {
    name: 'a replaced key ends at once, whatever its grace',
    sql: {
      function: 'private.rotate_api_key',
      replace: [['now() + make_interval(hours => rotate_api_key.grace_hours)', 'now()']],
    },
  },
];
