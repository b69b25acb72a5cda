import { openapiDocument } from '../../_shared/contract/openapi.ts';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';

/** GET /openapi.json: the contract, as a program reads it. Needs no key. */
export function openapiRoute({ schemas }: Dependencies): Route {
  let document: object | undefined;
  return {
    method: 'GET',
    answer: () => ({ status: 200, body: (document ??= openapiDocument(schemas)) }),
  };
}
