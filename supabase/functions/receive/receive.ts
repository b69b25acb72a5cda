import { z } from 'zod';
import { readText } from '../ingest/body.ts';
import type { InvalidKeys } from '../ingest/invalid-keys.ts';
import { paymentRequired, Problem } from '../ingest/problem.ts';
import type { Answer, Exchange, Route } from '../ingest/route.ts';
import { StoreUnavailable } from '../ingest/store.ts';
import { type Event, noteOf, toEvent } from './mapping.ts';
import type { Receiver, Receivers } from './receivers.ts';
import { parsePath } from './routes.ts';
import type { Delivery, Source } from './source.ts';
import { SOURCES } from './sources.ts';

/** The largest that these services send are orders of a few hundred lines. */
const BODY_BYTES = 1024 * 1024;

/**
 * POST /receive/<service>/<id>: one signed delivery of a service. Answers 200 with what became of
 * it, also when it changes nothing: services repeat, and in the end give up, what is answered otherwise.
 */
export function receiveRoute(receivers: Receivers, invalid: InvalidKeys, now: () => number): Route {
  async function answer(request: Request, exchange: Exchange): Promise<Answer> {
    const { name, id } = parsePath(new URL(request.url).pathname)!;
    const source: Source = SOURCES[name];
    admit(invalid, exchange);
    const { text, bytes } = await readText(request, BODY_BYTES, tooLarge);
    const delivery = { headers: request.headers, text, bytes, now: now() };
    try {
      const receiver = await receivers.find(id);
      if (receiver?.source !== name) {
        invalid.count(exchange.address);
        throw nobodyHere();
      }
      const outcome = await take(id, receiver, source, delivery, exchange);
      return { status: 200, body: source.answer?.(text) ?? { outcome } };
    } catch (error) {
      // Nobody's sign-up fails because of us. What is lost here is told by the log.
      if (!(error instanceof StoreUnavailable) || !source.answer) throw error;
      exchange.entry.refused = { database_unavailable: 1 };
      exchange.entry.reason = error.reason;
      return { status: 200, body: source.answer(text) };
    }
  }

  async function take(
    id: string,
    receiver: Receiver,
    source: Source,
    delivery: Delivery,
    exchange: Exchange,
  ) {
    const fault = await source.verify(delivery, receiver.secret);
    if (fault) {
      invalid.count(exchange.address);
      await receivers.receive(id, noteOf('refused', fault));
      throw new Problem('invalid_signature', fault);
    }
    const outcome = await receivers.receive(id, read(source, delivery, receiver));
    if (outcome === 'not_found') throw nobodyHere();
    if (outcome === 'payment_required') throw paymentRequired();
    return outcome;
  }

  return { method: 'POST', answer };
}

/** Reads what is known to come from the service. What is not as it should be is noted, not repeated. */
function read(source: Source, delivery: Delivery, { mapping }: Receiver): Event {
  try {
    const reading = source.read(delivery);
    return 'ignored' in reading
      ? noteOf('ignored', reading.ignored, reading)
      : toEvent(reading, source, mapping);
  } catch (error) {
    if (error instanceof SyntaxError) return noteOf('refused', 'The body is not JSON.');
    if (error instanceof RangeError) return noteOf('refused', 'It has a time that is none.');
    if (!(error instanceof z.ZodError)) throw error;
    const place = error.issues[0]?.path.join('.') || 'the body';
    return noteOf('refused', `It is not as this service documents it: see ${place}.`);
  }
}

function admit(invalid: InvalidKeys, { address }: Exchange): void {
  const waitS = invalid.waitS(address);
  if (waitS === 0) return;
  throw new Problem(
    'too_many_invalid_keys',
    'Too many requests from this address were not signed as they should be. Check the secret and wait.',
    { headers: { 'retry-after': String(waitS) } },
  );
}

function nobodyHere(): Problem {
  return new Problem(
    'not_found',
    'There is no receiver at this URL. Copy it whole from the page of the product.',
  );
}

function tooLarge(): Problem {
  return new Problem('body_too_large', 'A delivery is at most 1 MB.');
}
