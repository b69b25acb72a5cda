import { z } from 'zod';
import type { BodiesInFlight } from '../_shared/http/bodies-in-flight.ts';
import { readText } from '../_shared/http/body.ts';
import { asProblem } from '../_shared/http/handler.ts';
import { paymentRequired, Problem } from '../_shared/contract/problems.ts';
import type { Answer, RequestContext, Route } from '../_shared/http/route.ts';
import type { Guard } from './guard.ts';
import { type Event, ignore, refuse, toEvent } from './mapping.ts';
import type { Receiver, Receivers } from './receivers.ts';
import { parsePath } from './routes.ts';
import { digest } from './signatures.ts';
import type { Delivery, Service } from './service.ts';
import { SERVICES } from './services.ts';

/** The largest that these services send are orders of a few hundred lines. */
const BODY_BYTES = 1024 * 1024;
const TEST = 'It is a test. Tests count once that is chosen under Mapping.';

/**
 * POST /receive/<service>/<id>: one signed delivery of a service. Answers 200 with what became of
 * it, also when it changes nothing: services repeat, and in the end give up, what is answered otherwise.
 */
export function receiveRoute(
  receivers: Receivers,
  guard: Guard,
  bodies: BodiesInFlight,
  now: () => number,
): Route {
  async function answer(request: Request, context: RequestContext): Promise<Answer> {
    const { name, id } = parsePath(new URL(request.url).pathname)!;
    const service = SERVICES[name];
    let text = '';
    try {
      const body = await bodies.read(guard.senderOf(id), () =>
        readText(request, BODY_BYTES, tooLarge),
      );
      text = body.text;
      const delivery = { headers: request.headers, ...body, now: now() };
      const outcome = await take({ name, id, service }, delivery, context.address);
      return { status: 200, body: service.answer?.(text) ?? { outcome } };
    } catch (error) {
      // Nobody's sign-up fails because of us. What is lost here is told by the log.
      if (!service.answer || isWrongSignature(error)) throw error;
      context.entry.refused = { [asProblem(error, context.entry).code]: 1 };
      return { status: 200, body: service.answer(text) };
    }
  }

  async function take(
    { name, id, service }: { name: string; id: string; service: Service },
    unread: Omit<Delivery, 'digest'>,
    address: string,
  ) {
    if (guard.isUnknown(id, address)) throw nobodyHere();
    const receiver = await receivers.find(id);
    if (receiver?.service !== name) {
      guard.countUnknown(id, address);
      throw nobodyHere();
    }
    const delivery = { ...unread, digest: await digest(unread.bytes) };
    const fault = await service.verify(delivery, receiver.secret);
    if (fault) {
      guard.countWrong(id, address);
      await receivers.receive(id, refuse(fault));
      throw new Problem('invalid_signature', fault);
    }
    guard.trust(id);
    const outcome = await receivers.receive(id, read(service, delivery, receiver));
    if (outcome === 'not_found') throw nobodyHere();
    if (outcome === 'payment_required') throw paymentRequired();
    return outcome;
  }

  return { method: 'POST', answer };
}

/** Reads what is known to come from the service. What is not as it should be is noted, not repeated. */
function read(service: Service, delivery: Delivery, { mapping }: Receiver): Event {
  try {
    const reading = service.read(delivery);
    if ('ignored' in reading) return ignore(reading, service);
    if (reading.isTest && !mapping.count_tests)
      return ignore({ ...reading, ignored: TEST }, service);
    return toEvent(reading, service, mapping);
  } catch (error) {
    if (error instanceof SyntaxError) return refuse('The body is not JSON.');
    if (error instanceof RangeError) return refuse('It has a time that is none.');
    if (!(error instanceof z.ZodError)) throw error;
    const place = error.issues[0]?.path.join('.') || 'the body';
    return refuse(`It is not as this service documents it: see ${place}.`);
  }
}

function isWrongSignature(error: unknown): boolean {
  return (
    error instanceof Problem &&
    (error.code === 'invalid_signature' || error.code === 'too_many_invalid_keys')
  );
}

function nobodyHere(): Problem {
  return new Problem(
    'not_found',
    'There is no receiver at this URL. Copy it whole from the page of the project.',
  );
}

function tooLarge(): Problem {
  return new Problem('body_too_large', 'A delivery is at most 1 MB.');
}
