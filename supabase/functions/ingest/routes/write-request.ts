import { apiKeyHash } from '../../_shared/http/api-key.ts';
import { type JsonBody, readJson } from '../../_shared/http/body.ts';
import { LIMITS } from '../../_shared/contract/limits.ts';
import { Problem, unauthorized } from '../../_shared/contract/problems.ts';
import type { RequestContext } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { StoreOverloaded } from '../writing/store.ts';

export interface WriteRequest extends JsonBody {
  keyHash: string;
}

/** The hash of the key a request brings. Throws a Problem when it cannot be a key, or its sender had too many wrong ones. */
function readKey(request: Request, { limiter }: Dependencies, context: RequestContext): string {
  const { address } = context;
  const keyHash = apiKeyHash(request.headers.get('authorization'));
  limiter.admit(address, keyHash);
  if (keyHash !== null) return keyHash;
  limiter.refused(address, null);
  throw unauthorized();
}

/** The key and the one call of a request. What can refuse it comes before the work of reading it. */
export async function readCall(
  request: Request,
  dependencies: Dependencies,
  kind: 'identify' | 'ping',
  context: RequestContext,
): Promise<WriteRequest> {
  const keyHash = readKey(request, dependencies, context);
  if (!dependencies.intake[kind].admits(keyHash)) throw new StoreOverloaded();
  Object.assign(context.headers, dependencies.limiter.take(keyHash, 1));
  return {
    keyHash,
    ...(await readBody(request, dependencies, keyHash, LIMITS.callBytes, callTooLarge)),
  };
}

/** The key and the body of a batch of some kinds. How many calls it takes from the quota is known only then. */
export async function readBatch(
  request: Request,
  dependencies: Dependencies,
  context: RequestContext,
  kinds: ('identify' | 'ping' | 'import')[] = ['identify', 'ping'],
): Promise<WriteRequest> {
  const keyHash = readKey(request, dependencies, context);
  const { intake } = dependencies;
  if (!kinds.some((kind) => intake[kind].admits(keyHash))) throw new StoreOverloaded();
  return {
    keyHash,
    ...(await readBody(request, dependencies, keyHash, LIMITS.bodyBytes, batchTooLarge)),
  };
}

function readBody(
  request: Request,
  { bodies, limiter }: Dependencies,
  keyHash: string,
  ...limit: [bytes: number, tooLarge: () => Problem]
): Promise<JsonBody> {
  return bodies.read(limiter.ownerOf(keyHash).account, () => readJson(request, ...limit));
}

/** Notes if the database accepted the key of a request, which decides what its next ones may do. */
export function noteKey(
  { limiter }: Dependencies,
  { address }: RequestContext,
  keyHash: string,
  outcomes: readonly string[],
): void {
  if (outcomes.includes('unauthorized')) limiter.refused(address, keyHash);
  else limiter.accepted(keyHash);
}

export function callTooLarge(): Problem {
  return new Problem(
    'call_too_large',
    `A call can be at most ${LIMITS.callBytes} bytes. Send fewer or smaller params.`,
  );
}

function batchTooLarge(): Problem {
  return new Problem(
    'body_too_large',
    `A batch can be at most ${LIMITS.bodyBytes} bytes. Send fewer calls per batch.`,
  );
}
