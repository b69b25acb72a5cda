import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from './backend.ts';
import { explain } from './failure.ts';
import { generateKeys } from './keys.ts';
import { Lifetime } from './lifetime.ts';
import { freePort } from './ports.ts';

// npm run stack -- --ephemeral [--json] [--durable] [--default-privileges open]
// The backend alone, on free ports, with a database that is thrown away at the end.
const { values: flags } = parseArgs({
  options: {
    ephemeral: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    durable: { type: 'boolean', default: false },
    'default-privileges': { type: 'string', default: 'closed' },
  },
});

const folder = mkdtempSync(join(tmpdir(), 'tinycrm-'));
const log = (name: string, line: string) => void process.stderr.write(`${name}: ${line}\n`);
// @supabase/lite reports every SQL error there, with a stack.
console.error = (...parts: unknown[]) => log('API', parts.map(explain).join(' '));

const life = new Lifetime({ log, say: (text) => void process.stderr.write(text + '\n') });
life.atEnd(() => rmSync(folder, { recursive: true, force: true }));

try {
  if (!flags.ephemeral) throw new Error('Use --ephemeral, or npm start for a database that stays.');
  // Postgres may have to run as another user, who must be able to pass through.
  chmodSync(folder, 0o711);
  const keys = generateKeys();
  const backend = await startBackend(life.processes, {
    folder,
    keys,
    ports: { api: 0, database: await freePort(), studio: 0 },
    siteUrl: 'http://127.0.0.1:5173',
    durable: flags.durable,
    defaultPrivileges: flags['default-privileges'] === 'open' ? 'open' : 'closed',
    watch: false,
    step: async (name, run) => {
      const start = performance.now();
      const result = await run();
      log(name, `ready in ${Math.round(performance.now() - start)} ms`);
      return result;
    },
  });
  const line = { ...backend, publishableKey: keys.publishableKey, secretKey: keys.secretKey };
  process.stdout.write(JSON.stringify(line, null, flags.json ? undefined : 2) + '\n');
} catch (error) {
  await life.end(1, error);
}
