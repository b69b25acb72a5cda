import { z } from 'zod';
import * as answers from './answers.ts';
import { batchOf, type Schemas } from './schema.ts';

/** What a caller may send and what it gets, as JSON Schema 2020-12. */
export function componentSchemas(schemas: Schemas): object {
  const registry = z.registry<{ id: string }>();
  registry.add(schemas.identify, { id: 'Identify' });
  registry.add(schemas.ping, { id: 'Ping' });
  registry.add(schemas.batchCall, { id: 'BatchCall' });
  registry.add(batchOf(schemas.batchCall), { id: 'Batch' });
  registry.add(answers.identifyAnswer, { id: 'IdentifyAnswer' });
  registry.add(answers.pingAnswer, { id: 'PingAnswer' });
  registry.add(answers.batchResult, { id: 'BatchResult' });
  registry.add(answers.batchAnswer, { id: 'BatchAnswer' });
  registry.add(answers.healthAnswer, { id: 'Health' });
  registry.add(answers.fieldError, { id: 'FieldError' });
  registry.add(answers.problemDocument, { id: 'Problem' });
  const made = z.toJSONSchema(registry, { io: 'input', uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]),
  );
}
