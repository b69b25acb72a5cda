import { hideBackslashKeys } from '../contract/backslash-keys.ts';
import { Deadlines } from './deadlines.ts';
import { LIMITS } from '../contract/limits.ts';
import { Problem, type ProblemCode } from '../contract/problems.ts';

const deadlines = new Deadlines();
const UTF8 = new TextDecoder('utf-8', { fatal: true });
const UTF8_CHARSET = /^charset="?utf-8"?$/;

export interface JsonBody {
  value: unknown;
  /** Size as it was sent. */
  bytes: number;
}

/**
 * The body of a request as parsed JSON. Throws a Problem: 415 for another type or a compressed
 * body, 413 (`tooLarge`) past `limit` bytes, 408 past 10 s, 400 for what is not whole, not UTF-8 or not JSON.
 */
export async function readJson(
  request: Request,
  limit: number,
  tooLarge: () => Problem,
): Promise<JsonBody> {
  requireJson(request.headers);
  const bytes = await readBytes(request, limit, tooLarge);
  const text = decode(bytes);
  try {
    return { value: JSON.parse(hideBackslashKeys(text)), bytes: bytes.byteLength };
  } catch {
    const detail =
      text.trim() === '' ? 'The body is empty. Send a JSON object.' : 'The body is not valid JSON.';
    throw new Problem('invalid_json', detail);
  }
}

/** The body of a request as it came and as text, of whatever type. Throws as readJson does. */
export async function readText(
  request: Request,
  limit: number,
  tooLarge: () => Problem,
): Promise<{ bytes: Uint8Array; text: string }> {
  const bytes = await readBytes(request, limit, tooLarge);
  return { bytes, text: decode(bytes) };
}

function requireJson(headers: Headers): void {
  const type = headers.get('content-type');
  if (type === null || !isJson(type)) {
    throw refuse('unsupported_media_type', 'Send the header "content-type: application/json".', {
      accept: 'application/json',
    });
  }
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding.toLowerCase() !== 'identity') {
    throw refuse(
      'unsupported_content_encoding',
      'Send the body uncompressed, without content-encoding.',
      {
        'accept-encoding': 'identity',
      },
    );
  }
}

function isJson(contentType: string): boolean {
  if (contentType === 'application/json') return true;
  const [type, ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  return type === 'application/json' && parameters.every((p) => p === '' || UTF8_CHARSET.test(p));
}

function refuse(code: ProblemCode, detail: string, headers: Record<string, string>): Problem {
  return new Problem(code, detail, { headers });
}

async function readBytes(
  request: Request,
  limit: number,
  tooLarge: () => Problem,
): Promise<Uint8Array> {
  const declared = request.headers.get('content-length');
  if (Number(declared) > limit) throw tooLarge();
  if (request.body === null) return new Uint8Array();
  try {
    // HTTP holds a sender to the length it declared. Reading at once costs a fifth of reading in parts.
    if (declared !== null) return new Uint8Array(await inTime(request.arrayBuffer()));
    return await inTime(readParts(request.body.getReader(), limit, tooLarge));
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(
      'incomplete_body',
      'The connection ended before the whole body arrived. Send it again.',
    );
  }
}

/**
 * Ends a read after LIMITS.bodyMs: a sender that trickles a body forever takes up a connection,
 * and no more than that.
 */
function inTime<Read>(reading: Promise<Read>): Promise<Read> {
  return new Promise((resolve, reject) => {
    const late = () =>
      reject(
        new Problem(
          'request_timeout',
          `The body did not arrive within ${LIMITS.bodyMs / 1000} s. Send it again.`,
          { headers: { connection: 'close' } },
        ),
      );
    deadlines.start(late, LIMITS.bodyMs);
    reading.finally(() => deadlines.done(late)).then(resolve, reject);
  });
}

/** Counts while reading, so that a body without an end is cut off at the limit. */
async function readParts(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limit: number,
  tooLarge: () => Problem,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > limit) {
      reader.cancel().catch(() => {});
      throw tooLarge();
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let filled = 0;
  for (const part of parts) {
    bytes.set(part, filled);
    filled += part.byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Problem('invalid_utf8', 'The body isn’t valid UTF-8. Encode it as UTF-8.');
  }
}
