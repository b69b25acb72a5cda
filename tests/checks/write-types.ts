import { writeFile } from 'node:fs/promises';
import { startStack } from '../stack.ts';
import { generateTypes, TYPES } from './database.ts';

// npm run db:types: makes the committed types again from the migrations.
const stack = await startStack();
await writeFile(TYPES, await generateTypes(stack.dbUrl));
await stack.stop();
console.log(`Wrote ${TYPES}.`);
