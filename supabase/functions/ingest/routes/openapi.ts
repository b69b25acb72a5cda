import { openapiDocument } from '../../_shared/contract/openapi.ts';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';

/** GET /openapi.json: the contract, as a program reads it. Needs no key. */
export function openapiRoute({ schemas }: Dependencies): Route {
  let document: object | undefined;
  return {
    method: 'GET',
    answer: ({ headers }) => {
      document ??= openapiDocument(schemas);
      // Relative to the document. The dashboard has it under a name of its own.
      const [, folder = 'ingest'] = /^\/(\w+)$/.exec(headers.get('x-forwarded-prefix') ?? '') ?? [];
      return { status: 200, body: { ...document, servers: [{ url: `../${folder}` }] } };
    },
  };
}
