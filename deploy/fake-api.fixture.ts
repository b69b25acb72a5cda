import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const REF = 'abcdefghijklmnopqrst';

/** What the CLI asked Supabase's management API. */
export interface Request {
  method: string;
  path: string;
  body: string;
}

/**
 * A folder that is linked to a project, for the CLI of package.json, and the management API that it
 * asks: `answer` gives what is asked for, else it is the project itself.
 */
export async function linkedFolder(answer: (request: Request) => unknown = () => undefined) {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      const asked = { method: request.method!, path: request.url!.split('?')[0]!, body };
      requests.push(asked);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(asked) ?? PROJECT));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const folder = mkdtempSync(join(tmpdir(), 'tinycrm-linked-'));
  const at = (name: string) => join(folder, name);
  for (const name of ['supabase/.temp', 'home']) mkdirSync(at(name), { recursive: true });
  writeFileSync(at('supabase/.temp/project-ref'), REF);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = { name: 'docs', api_url: url, dashboard_url: url, docs_url: url };
  writeFileSync(at('profile.yaml'), JSON.stringify({ ...profile, project_host: 'test' }));

  return {
    at,
    requests,
    /** Runs a line of shell that begins with supabase, and resolves with what it printed. */
    run(line: string, settings: Record<string, string> = {}): Promise<string> {
      const cli = resolve('node_modules/.bin/supabase');
      const command = line.replace(/^(npx )?supabase/, `'${cli}' --profile profile.yaml`);
      const { PATH } = process.env;
      const env = {
        ...{ PATH, HOME: at('home'), NO_COLOR: '1', SUPABASE_TELEMETRY_DISABLED: '1' },
        ...{ SUPABASE_ACCESS_TOKEN: `sbp_${'0'.repeat(40)}`, HTTPS_PROXY: 'http://127.0.0.1:9' },
        ...settings,
      };
      return new Promise((done) => {
        const child = execFile('sh', ['-c', command], { cwd: folder, env }, (_, stdout, stderr) =>
          done(stdout + stderr),
        );
        child.stdin!.end();
      });
    },
    remove() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PROJECT = {
  ...{ id: REF, ref: REF, name: 'Docs', organization_id: 'x', organization_slug: 'x' },
  ...{ region: 'x', status: 'ACTIVE_HEALTHY', created_at: '2026-01-01T00:00:00Z' },
  database: { host: 'db.test', version: '17', postgres_engine: '17', release_channel: 'ga' },
};
