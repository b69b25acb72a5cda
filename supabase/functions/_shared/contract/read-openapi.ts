import { z } from 'zod';
import { fieldErrorSchema, problemDocumentSchema } from './answers.ts';
import {
  everyHeaders,
  HEADERS_SHARED,
  jsonSchemas,
  ok,
  open,
  problemResponses,
  problems,
  quotaHeaders,
} from './openapi-parts.ts';
import { codesOf, type ProblemCode } from './problems.ts';
import * as answers from './read-answers.ts';

const ID = '7d2a6f5e-3c1b-4e8a-9f60-1a2b3c4d5e6f';
const PROJECT = 'b1f0c9d8-7e6a-4b5c-8d9e-0f1a2b3c4d5e';
const AT = '2026-11-30T14:00:00+00:00';
const CUSTOMER = {
  id: ID,
  email: 'alex@example.com',
  name: 'Alex Chen',
  url: `https://crm.example.com/customers/${ID}`,
  first_seen_at: AT,
  last_activity_at: AT,
  tags: [],
  projects: [
    {
      id: PROJECT,
      name: 'Inkwell',
      status: 'paid',
      status_at: AT,
      params: { plan: 'pro', mrr: 29 },
      first_seen_at: AT,
      last_activity_at: AT,
    },
  ],
};

const parameter = (name: string, description: string, schema: object) => ({
  name,
  in: 'query',
  description,
  schema,
});
const limitOf = (description: string) =>
  parameter('limit', description, { type: 'integer', minimum: 1, maximum: 200, default: 50 });
const CUSTOMER_PATH = {
  name: 'customer',
  in: 'path',
  required: true,
  description: 'The id of a customer, or an email.',
  schema: { type: 'string' },
};
const DAYS = [
  parameter('days', 'Also what happened in so many days, today included, and in as many before.', {
    type: 'integer',
    minimum: 1,
    maximum: 3660,
  }),
];
const FILTER = [
  parameter('f', 'A condition as the address of a view has it, such as status:is:paid:all.', {
    type: 'array',
    items: { type: 'string' },
    maxItems: 20,
  }),
  parameter('combine', 'Whether all conditions must hold, or any.', { enum: ['all', 'any'] }),
  parameter('q', 'Part of a name or an email.', { type: 'string' }),
  parameter(
    'sort',
    'last_activity_at, first_seen_at, email, name, project_count, param:<key> or param@<project>:<key>, with a minus for the opposite order.',
    { type: 'string', default: '-last_activity_at' },
  ),
  limitOf('Customers on a page.'),
  parameter('cursor', 'The next_cursor of the page before.', { type: 'string' }),
  parameter('count', '1 counts all that match as well.', { enum: ['0', '1'] }),
];

/** What read keys may ask as an OpenAPI document, made from the schemas that the tests hold the answers to. */
export function readOpenapiDocument(): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'TinyCRM read API',
      version: '1.0.0',
      license: { name: 'MIT', identifier: 'MIT' },
      description:
        'Reads customers across projects. A key sees all projects of an account or some, and changes nothing.',
    },
    // Relative to the document, here and at the address of the dashboard.
    servers: [{ url: '.' }],
    security: [{ readKey: [] }],
    paths: {
      '/customers': {
        get: operation('customers', 'List customers, filtered and sorted', 'Customers', FILTER, {
          customers: [CUSTOMER],
          next_cursor: null,
        }),
      },
      '/customers/{customer}': {
        get: operation(
          'customer',
          'Look up one customer',
          'CustomerDetails',
          [CUSTOMER_PATH],
          {
            ...CUSTOMER,
            status_changes: [{ project_id: PROJECT, from: null, to: 'paid', at: AT }],
          },
          [404],
        ),
        delete: operation(
          'eraseCustomer',
          'Erase one customer in every project',
          'Erased',
          [CUSTOMER_PATH],
          { erased: true },
          [403],
        ),
      },
      '/customers/{customer}/export': {
        get: operation(
          'exportCustomer',
          'Read all that is known of one customer',
          'Export',
          [CUSTOMER_PATH],
          { id: ID, email: 'alex@example.com', notes: [] },
          [403, 404],
        ),
      },
      '/projects': {
        get: operation('projects', 'List projects with their customers by status', 'Projects', [], {
          projects: [
            {
              id: PROJECT,
              name: 'Inkwell',
              color: 'blue',
              archived: false,
              customers: { free: 0, trial: 0, paid: 1, churned: 0 },
            },
          ],
        }),
      },
      '/overview': {
        get: operation('overview', 'Read the figures of the overview', 'Overview', DAYS, {
          counted_at: AT,
          people: 1,
          several: 0,
          paying: 1,
          currency: 'USD',
          mrr: { USD: 29 },
          projects: [],
          overlap: [],
          trials: [],
          radar: { ending_3: 0, ending_7: 0, stuck_14: 0 },
        }),
      },
      '/changes': {
        get: operation(
          'changes',
          'List changes of status and new customers, as they come',
          'Changes',
          [
            parameter(
              'since',
              'The next_cursor of the answer before. now: only what comes from now on. Without it, from the first change.',
              { type: 'string' },
            ),
            limitOf('Changes on a page.'),
          ],
          {
            changes: [
              {
                id: '1204',
                customer: {
                  id: ID,
                  email: 'alex@example.com',
                  name: 'Alex Chen',
                  url: `https://crm.example.com/customers/${ID}`,
                },
                project: { id: PROJECT, name: 'Inkwell' },
                from: 'trial',
                to: 'paid',
                at: AT,
              },
            ],
            next_cursor: 'WyI5MDQxIiwiMTIwNCJd',
            has_more: false,
          },
        ),
      },
      '/feeds/{feed}': {
        get: {
          ...open(
            'feed',
            'Read all customers of a saved view',
            [402, 404, 405, 410, 429, 500, 503],
            {
              200: {
                description: 'The customers, in the order of the view.',
                headers: { ...everyHeaders, ...quotaHeaders },
                content: {
                  'text/csv': { schema: { type: 'string' } },
                  'application/json': { schema: { $ref: '#/components/schemas/Feed' } },
                },
              },
            },
          ),
          parameters: [
            {
              name: 'feed',
              in: 'path',
              required: true,
              description: 'The secret of a feed, and .csv or .json.',
              schema: { type: 'string', pattern: '^tcrm_feed_[0-9A-Za-z]{49}\\.(csv|json)$' },
            },
          ],
        },
      },
      '/openapi.json': {
        get: open('openapi', 'This document', [405, 500], {
          200: {
            description: 'OpenAPI 3.1.',
            headers: {},
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        }),
      },
    },
    components: {
      securitySchemes: {
        readKey: { type: 'http', scheme: 'bearer', description: 'A read key, tcrm_read_…' },
      },
      schemas: componentSchemas(),
      responses: problemResponses(codesOf('read')),
      headers: HEADERS_SHARED,
    },
  };
}

function operation(
  operationId: string,
  summary: string,
  schema: string,
  parameters: object[],
  example: object,
  more: number[] = [],
): object {
  const answer = ok('Found.', schema, example);
  return {
    operationId,
    summary,
    parameters,
    responses: {
      200: { ...answer, headers: { ...answer.headers, ...quotaHeaders } },
      ...problems([401, 402, ...more, 405, 422, 429, 500, 503]),
    },
  };
}

function componentSchemas(): object {
  const registry = z.registry<{ id: string }>();
  registry.add(answers.customersSchema, { id: 'Customers' });
  registry.add(answers.customerSchema, { id: 'Customer' });
  registry.add(answers.customerDetailsSchema, { id: 'CustomerDetails' });
  registry.add(answers.projectsSchema, { id: 'Projects' });
  registry.add(answers.overviewSchema, { id: 'Overview' });
  registry.add(answers.changesSchema, { id: 'Changes' });
  registry.add(answers.erasedSchema, { id: 'Erased' });
  registry.add(answers.exportSchema, { id: 'Export' });
  registry.add(answers.feedSchema, { id: 'Feed' });
  registry.add(fieldErrorSchema, { id: 'FieldError' });
  const codes = codesOf('read') as [ProblemCode, ...ProblemCode[]];
  registry.add(problemDocumentSchema.omit({ results: true }).extend({ code: z.enum(codes) }), {
    id: 'Problem',
  });
  return jsonSchemas(registry);
}
