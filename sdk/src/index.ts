export { TinyCRM } from './client.ts';
export { TinyCRMError } from './error.ts';
export type { Customer, Fault, Fetch, Json, Options, Params, Refused, Status } from './types.ts';
