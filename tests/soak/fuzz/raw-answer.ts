import type { Reply } from '../http-client.ts';

/** The whole answers in what a server sent, without those that only say "go on". */
export function readAnswers(bytes: Buffer, isHead: boolean, closed: boolean): Reply[] {
  const answers: Reply[] = [];
  for (let rest = bytes; ;) {
    const headEnd = rest.indexOf('\r\n\r\n');
    const head = rest.subarray(0, Math.max(0, headEnd)).toString('latin1');
    const [line, ...fields] = head.split('\r\n');
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(line!)?.[1] ?? 0);
    if (headEnd === -1 || status === 0) return answers;
    rest = rest.subarray(headEnd + 4);
    if (status < 200) continue;

    const headers = Object.fromEntries(
      fields.map((field) => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
      }),
    );
    const body = isHead ? { bytes: Buffer.alloc(0), rest } : readBody(headers, rest, closed);
    if (!body) return answers;
    rest = body.rest;
    answers.push({ status, headers, body: parse(body.bytes), ms: 0 });
  }
}

/** Undefined while it is not whole. */
function readBody(headers: Record<string, string>, rest: Buffer, closed: boolean) {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest);
  if (headers['content-length'] === undefined) {
    return closed ? { bytes: rest, rest: Buffer.alloc(0) } : undefined;
  }
  const length = Number(headers['content-length']);
  if (rest.length < length) return undefined;
  return { bytes: rest.subarray(0, length), rest: rest.subarray(length) };
}

function readChunks(rest: Buffer) {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = rest.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const length = parseInt(rest.subarray(at, lineEnd).toString(), 16);
    const end = lineEnd + 2 + length;
    if (rest.length < end + 2) return undefined;
    parts.push(rest.subarray(lineEnd + 2, end));
    at = end + 2;
    if (length === 0) return { bytes: Buffer.concat(parts), rest: rest.subarray(at) };
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return bytes.toString();
  }
}
