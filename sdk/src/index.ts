export { TinyCRM } from './client.ts';
export { TinyCRMError, type Fault, type Refused } from './error.ts';
export type { Customer, Fetch, Json, Options, Params, Status } from './types.ts';
