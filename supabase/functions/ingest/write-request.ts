import { apiKeyHash } from './api-key.ts';
import { type JsonBody, readJson } from './body.ts';
import { LIMITS } from './limits.ts';
import { Problem, unauthorized } from './problem.ts';

export interface WriteRequest extends JsonBody {
  keyHash: string;
}

/** The key and the body of a request to write. The key first: strangers get no parsing done. */
export async function readWriteRequest(
  request: Request,
  kind: 'call' | 'batch',
): Promise<WriteRequest> {
  const keyHash = apiKeyHash(request.headers.get('authorization'));
  if (keyHash === null) throw unauthorized();
  const body =
    kind === 'call'
      ? await readJson(request, LIMITS.callBytes, callTooLarge)
      : await readJson(request, LIMITS.bodyBytes, batchTooLarge);
  return { keyHash, ...body };
}

export function callTooLarge(): Problem {
  return new Problem(
    'call_too_large',
    `One call is at most ${LIMITS.callBytes} bytes. Send fewer or smaller params.`,
  );
}

function batchTooLarge(): Problem {
  return new Problem(
    'body_too_large',
    `A batch is at most ${LIMITS.bodyBytes} bytes. Send fewer calls in each.`,
  );
}
