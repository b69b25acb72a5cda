import { parseArgs } from 'node:util';
import { startBackend } from './backend.ts';
import {
  makeEphemeralFolder,
  removeEphemeralFolder,
  sweepEphemeralFolders,
} from './ephemeral-folder.ts';
import { explain, Failure } from './failure.ts';
import { Lifetime } from './lifetime.ts';
import { freePort } from './ports.ts';
import { writeRunRecord } from './stale.ts';
import { copyTemplate } from './template.ts';

// npm run stack -- --ephemeral [--json] [--durable] [--default-privileges open] [--no-auth-limits]
// [--collation icu] [--pooler]
// The backend alone, on free ports, with a database that is thrown away at the end. Its URLs and
// keys go to stdout when it is ready, with --json in one line; everything else goes to stderr.
const log = (name: string, line: string) => void process.stderr.write(`${name}: ${line}\n`);
// @supabase/lite reports every SQL error there, with a stack.
console.error = (...parts: unknown[]) => log('API', parts.map(explain).join(' '));
// maildev tells where it listens.
console.info = (...parts: unknown[]) => log('mailbox', parts.map(explain).join(' '));

await sweepEphemeralFolders();
const folder = makeEphemeralFolder();
const life = new Lifetime({
  log,
  say: (text) => void process.stderr.write(text + '\n'),
  onChange: () => writeRunRecord(folder.runFile, life.processes.children),
});
life.atEnd(() => removeEphemeralFolder(folder.path));

try {
  const flags = readFlags();
  const collation = flags.collation === 'icu' ? 'icu' : 'builtin';
  const defaultPrivileges = flags['default-privileges'] === 'open' ? 'open' : 'closed';
  const keys = await copyTemplate(folder.path, { defaultPrivileges, collation });
  const backend = await startBackend(life.processes, {
    folder: folder.path,
    keys,
    ports: { api: 0, database: await freePort(), studio: 0, mailbox: 0 },
    siteUrl: 'http://127.0.0.1:5173',
    durable: flags.durable,
    defaultPrivileges,
    collation,
    authLimits: flags['auth-limits'],
    pooler: flags.pooler,
    watch: false,
    step: async (name, run) => {
      const begin = performance.now();
      const result = await run();
      log(name, `ready in ${Math.round(performance.now() - begin)} ms`);
      return result;
    },
  });
  const ready = { ...backend, publishableKey: keys.publishableKey, secretKey: keys.secretKey };
  process.stdout.write(JSON.stringify(ready, null, flags.json ? undefined : 2) + '\n');
} catch (error) {
  await life.end(1, error);
}

function readFlags() {
  const { values } = parseArgs({
    options: {
      ephemeral: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      durable: { type: 'boolean', default: false },
      'default-privileges': { type: 'string', default: 'closed' },
      collation: { type: 'string', default: 'builtin' },
      pooler: { type: 'boolean', default: false },
      // Off for the tests in a browser: all their people have one address.
      'auth-limits': { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  if (!values.ephemeral) {
    throw new Failure('Use --ephemeral here. For a database that stays, use npm start.');
  }
  return values;
}
