import { z } from 'zod';
import { identifyAnswer } from './identify.ts';
import { LIMITS } from '../../_shared/contract/limits.ts';
import {
  paymentRequired,
  Problem,
  unauthorized,
  validationProblem,
} from '../../_shared/contract/problems.ts';
import {
  importRowsOf,
  startImportSchema,
  undoImportSchema,
} from '../../_shared/contract/schema.ts';
import { utf8LengthExceeds } from '../../_shared/contract/utf8.ts';
import { fieldErrors, validate } from '../../_shared/contract/validate.ts';
import { countRefused } from '../../_shared/http/log.ts';
import type { RequestContext, Route } from '../../_shared/http/route.ts';
import type { Dependencies } from '../dependencies.ts';
import { deadlineMs, type ImportOutcome, type ImportRow } from '../writing/store.ts';
import { callTooLarge, noteKey, readBatch } from './write-request.ts';

/** The rows are checked one by one, so that a bad one harms no other. */
const envelopeSchema = importRowsOf(z.unknown());

interface Result {
  index: number;
  status: number;
  outcome?: ImportOutcome;
  error?: Pick<Problem, 'code' | 'errors'> & { detail: string };
}

/** POST /import/start: begins an import, which can be undone as a whole. */
export function startImportRoute(dependencies: Dependencies): Route {
  return {
    method: 'POST',
    async answer(request, context) {
      const { keyHash, body } = await readOne(request, dependencies, context, startImportSchema);
      const id = await dependencies.intake.startImport(keyHash, body.name);
      noteKey(dependencies, context, keyHash, [id === null ? 'unauthorized' : 'started']);
      if (id === null) throw unauthorized();
      return { status: 200, body: { import_id: id } };
    },
  };
}

/** POST /import/undo: takes back a part of what an import changed. Sent until its answer says that it is done. */
export function undoImportRoute(dependencies: Dependencies): Route {
  return {
    method: 'POST',
    async answer(request, context) {
      const { keyHash, body } = await readOne(request, dependencies, context, undoImportSchema);
      const undone = await dependencies.intake.undoImport(keyHash, body.import_id ?? null);
      noteKey(dependencies, context, keyHash, [undone.outcome]);
      if (undone.outcome !== 'undone') {
        throw undone.outcome === 'unauthorized' ? unauthorized() : importNotFound();
      }
      const { id, fileName, createdAt, undoneAt, removed, restored, kept } = undone;
      const started_at = new Date(createdAt).toISOString();
      return {
        status: 200,
        body: {
          ...{ import_id: id, name: fileName, started_at, done: undoneAt !== null },
          ...{ removed, restored, kept },
        },
      };
    },
  };
}

/** POST /import/rows: up to 500 rows of an import, each accepted or refused by itself. */
export function importRowsRoute(dependencies: Dependencies): Route {
  const { intake, limiter, refusals, schemas } = dependencies;
  return {
    method: 'POST',
    async answer(request, context) {
      const { keyHash, value, bytes } = await readBatch(request, dependencies, context, ['import']);
      const envelope = envelopeSchema.safeParse(value);
      if (!envelope.success) throw validationProblem(fieldErrors(envelope.error));

      const { import_id: importId, first_row: firstRow, rows } = envelope.data;
      Object.assign(context.headers, limiter.take(keyHash, rows.length));
      const results = new Array<Result>(rows.length);
      const placed: { index: number; row: ImportRow }[] = [];
      rows.forEach((item, index) => {
        const row = validate(schemas.importRow, item, `/rows/${index}`);
        if (row instanceof Problem) results[index] = refuse(index, row);
        else if (utf8LengthExceeds(JSON.stringify(item), LIMITS.callBytes)) {
          results[index] = refuse(index, callTooLarge());
        } else placed.push({ index, row: { ...row, keyHash, importId, firstRow } });
      });
      if (placed.length > 0) {
        const outcomes = await intake.import.write(
          placed.map(({ row }) => row),
          bytes,
          deadlineMs(rows.length),
        );
        noteKey(dependencies, context, keyHash, outcomes);
        placed.forEach(({ index }, n) => {
          const outcome = outcomes[n]!;
          const problem = problemOf(outcome);
          results[index] = problem ? refuse(index, problem) : { index, status: 200, outcome };
        });
      }
      return answerFor(results);

      function refuse(index: number, problem: Problem): Result {
        countRefused(context.entry, problem.code);
        refusals.add(keyHash, 'other', problem);
        const { status, code, message: detail, errors } = problem;
        return { index, status, error: { code, detail, errors } };
      }
    },
  };
}

async function readOne<Schema extends z.ZodType>(
  request: Request,
  dependencies: Dependencies,
  context: RequestContext,
  schema: Schema,
) {
  const { keyHash, value } = await readBatch(request, dependencies, context, ['import']);
  Object.assign(context.headers, dependencies.limiter.take(keyHash, 1));
  const body = validate(schema, value);
  if (body instanceof Problem) throw body;
  return { keyHash, body };
}

/** The problem that ends a whole request, thrown, or that of one row; undefined for a row that is stored. */
function problemOf(outcome: ImportOutcome): Problem | undefined {
  switch (outcome) {
    case 'created':
    case 'updated':
    case 'unchanged':
      return undefined;
    case 'unauthorized':
      throw unauthorized();
    case 'payment_required':
      throw paymentRequired();
    case 'not_found':
      throw importNotFound();
    default:
      return identifyAnswer(outcome) as Problem;
  }
}

function importNotFound(): Problem {
  return new Problem(
    'not_found',
    'This API key has no such import of the last 30 days, or it was undone. Use the key that started it, or undo it on the Import page.',
  );
}

function answerFor(results: Result[]) {
  const accepted = results.filter(({ status }) => status === 200).length;
  if (accepted === 0) {
    throw new Problem(
      'no_call_accepted',
      'Every row in the request is invalid. See results for each one.',
      { members: { results } },
    );
  }
  return { status: accepted === results.length ? 200 : 207, body: { results } };
}
