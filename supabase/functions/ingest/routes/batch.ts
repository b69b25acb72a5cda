import { identifyAnswer } from './identify.ts';
import { LIMITS } from '../../_shared/contract/limits.ts';
import { countRefused } from '../../_shared/http/log.ts';
import { pingAnswer } from './ping.ts';
import {
  paymentRequired,
  Problem,
  unauthorized,
  validationProblem,
} from '../../_shared/contract/problems.ts';
import type { Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { z } from 'zod';
import { batchOf, type Schemas } from '../../_shared/contract/schema.ts';
import { deadlineMs, type IdentifyCall, type PingCall } from '../writing/store.ts';
import { utf8LengthExceeds } from '../../_shared/contract/utf8.ts';
import { fieldErrors, validate } from '../../_shared/contract/validate.ts';
import { callTooLarge, noteKey, readBatch } from './write-request.ts';

/** The calls are checked one by one, so that a bad one harms no other. */
const envelopeSchema = batchOf(z.unknown());

interface Result {
  index: number;
  status: number;
  created?: boolean;
  updated?: boolean;
  error?: Pick<Problem, 'code' | 'errors'> & { detail: string };
}

/** A call of a batch and its place in it. */
interface Placed<Call> {
  index: number;
  call: Call;
}

/** POST /batch: up to 500 calls, each accepted or refused by itself. */
export function batchRoute(dependencies: Dependencies): Route {
  const { intake, limiter, refusals, schemas } = dependencies;
  return {
    method: 'POST',
    async answer(request, context) {
      const { keyHash, value, bytes } = await readBatch(request, dependencies, context);
      const envelope = envelopeSchema.safeParse(value);
      if (!envelope.success) throw validationProblem(fieldErrors(envelope.error));

      const { calls } = envelope.data;
      Object.assign(context.headers, limiter.take(keyHash, calls.length));
      const results = new Array<Result>(calls.length);
      const identifies: Placed<IdentifyCall>[] = [];
      const pings: Placed<PingCall>[] = [];
      calls.forEach((item, index) => {
        const call = readCall(schemas, item, index, bytes > LIMITS.callBytes);
        if (call instanceof Problem) results[index] = refuse(index, call);
        else if (call.type === 'identify') identifies.push({ index, call: { ...call, keyHash } });
        else pings.push({ index, call: { ...call, keyHash } });
      });

      const due = performance.now() + deadlineMs(calls.length);
      // Identify first: a ping in the same batch then finds whom it created.
      await write(identifies, intake.identify, identifyAnswer);
      await write(pings, intake.ping, pingAnswer);
      return answerFor(results);

      function refuse(index: number, problem: Problem): Result {
        countRefused(context.entry, problem.code);
        refusals.add(keyHash, 'batch', problem);
        const { status, code, message: detail, errors } = problem;
        return { index, status, error: { code, detail, errors } };
      }

      /** Writes the calls of one kind in one go and fills in their results. Throws when the key or the account is no good. */
      async function write<Call, Outcome extends string>(
        placed: Placed<Call>[],
        kind: { write(calls: Call[], bytes: number, waitMs: number): Promise<Outcome[]> },
        answerTo: (outcome: Outcome) => object,
      ): Promise<void> {
        if (placed.length === 0) return;
        const calls = placed.map(({ call }) => call);
        const outcomes = await kind.write(calls, bytes, due - performance.now());
        noteKey(dependencies, context, keyHash, outcomes);
        if (outcomes.every((outcome) => outcome === 'unauthorized')) throw unauthorized();
        if (outcomes.every((outcome) => outcome === 'payment_required')) throw paymentRequired();
        placed.forEach(({ index }, i) => {
          const body = answerTo(outcomes[i]!);
          results[index] =
            body instanceof Problem ? refuse(index, body) : { index, status: 200, ...body };
        });
      }
    },
  };
}

function readCall(schemas: Schemas, item: unknown, index: number, mayBeLarge: boolean) {
  const call = validate(schemas.batchCall, item, `/calls/${index}`);
  if (call instanceof Problem) return call;
  if (mayBeLarge && utf8LengthExceeds(JSON.stringify(item), LIMITS.callBytes))
    return callTooLarge();
  return call;
}

function answerFor(results: Result[]) {
  const accepted = results.filter(({ status }) => status === 200).length;
  if (accepted === 0) {
    throw new Problem(
      'no_call_accepted',
      'Every call in the batch is invalid. See results for each one.',
      {
        members: { results },
      },
    );
  }
  return { status: accepted === results.length ? 200 : 207, body: { results } };
}
