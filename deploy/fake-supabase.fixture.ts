import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

/** One call of the program that stands in for the official CLI. */
export interface Call {
  args: string[];
  env: Record<string, string>;
  /** What it was given by --file or --env-file. */
  file?: { mode: number; text: string };
}

// It notes its call, prints every secret that it can see, and fails where FAIL_AT says.
const PROGRAM = `
const { appendFileSync, mkdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const at = args.findIndex((arg) => /^--(env-)?file$/.test(arg)) + 1;
const file = at ? { mode: statSync(args[at]).mode & 0o777, text: readFileSync(args[at], 'utf8') } : undefined;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /SUPABASE|SMTP|DASHBOARD/.test(name)));
appendFileSync('calls', JSON.stringify({ args, env, file }) + '\\n');
if (args[0] === 'link') {
  mkdirSync('supabase/.temp', { recursive: true });
  writeFileSync('supabase/.temp/pooler-url', 'postgresql://postgres.x:[YOUR-PASSWORD]@127.0.0.1:6543/postgres');
}
if (args.includes('api-keys')) {
  const keys = [{ name: 'service_role', type: 'legacy', api_key: 'hidden' }, { name: 'default', type: 'publishable', api_key: 'sb_publishable_x' }];
  process.stdout.write(JSON.stringify({ keys }, null, 2));
} else {
  console.log(JSON.stringify({ env, file }));
  console.error('Target: project Docs');
}
if (args.join(' ').startsWith(process.env.FAIL_AT)) {
  console.error('Unauthorized');
  process.exit(1);
}
`;

/** A folder to deploy from, with that program first on the path. */
export function fakeSupabase() {
  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-deploy-test-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(join(folder, 'tmp'));
  writeFileSync(join(bin, 'program.cjs'), PROGRAM);
  writeFileSync(
    join(bin, 'supabase'),
    `#!/bin/sh\nexec '${process.execPath}' '${bin}/program.cjs' "$@"\n`,
  );
  chmodSync(join(bin, 'supabase'), 0o755);
  writeFileSync(join(folder, 'prod-ca-2021.crt'), '-----BEGIN CERTIFICATE-----\nMII=\n');
  const at = (name: string) => join(folder, name);
  return {
    at,
    write: (name: string, settings: Record<string, string>) =>
      writeFileSync(
        at(name),
        Object.entries(settings)
          .map(([name, value]) => `${name}='${value}'\n`)
          .join(''),
      ),
    calls: (): Call[] =>
      existsSync(at('calls'))
        ? readFileSync(at('calls'), 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Call)
        : [],
    /** npm run deploy, without a terminal. */
    deploy(args: string[], env: Record<string, string> = {}) {
      const child = spawn(
        process.execPath,
        [resolve('local/run.mjs'), '../deploy/deploy.ts', ...args],
        {
          cwd: folder,
          env: {
            ...process.env,
            PATH: bin + delimiter + process.env.PATH,
            TMPDIR: join(folder, 'tmp'),
            SUPABASE_API_URL: 'http://127.0.0.1:9',
            ...env,
          },
        },
      );
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (data) => (output += data));
      return new Promise<{ code: number | null; output: string }>((done) =>
        child.once('close', (code) => done({ code, output })),
      );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
