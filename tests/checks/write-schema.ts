import { writeFile } from 'node:fs/promises';
import { startStack } from '../stack.ts';
import { files, generate } from './schema.ts';

// npm run db:schema: makes the committed types and snapshot again from the migrations.
const stack = await startStack();
const made = await generate(stack.dbUrl);
await stack.stop();
await writeFile(files.types, made.types);
await writeFile(files.snapshot, made.snapshot);
console.log(`Wrote ${files.types} and ${files.snapshot}.`);
