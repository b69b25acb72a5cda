import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { customer, makeProject, newEmail } from '../examples/project.ts';
import { stack } from '../stack.ts';

// 45 MB that npm install does not bring: npm install --no-package-lock --prefix tests/openapi/client
const generator = resolve('tests/openapi/client/node_modules');
const isInstalled = existsSync(join(generator, 'openapi-typescript'));

const PROGRAM = `
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

declare const process: { env: Record<'TINYCRM_URL' | 'TINYCRM_KEY' | 'EMAIL', string> };
const { TINYCRM_URL: baseUrl, TINYCRM_KEY, EMAIL: email } = process.env;
const client = createClient<paths>({ baseUrl, headers: { authorization: 'Bearer ' + TINYCRM_KEY } });

const params = { plan: 'pro', mrr: 29 };
const one = await client.POST('/identify', { body: { email, status: 'paid', params } });
const two = await client.POST('/batch', { body: { calls: [{ type: 'ping', email }] } });
const refused = await client.POST('/identify', { body: { email: 'nobody' } });
const health = await client.GET('/health');
const code: string | undefined = refused.error?.code;
console.log(JSON.stringify([one.data, two.data, code, health.data?.status]));

export const notCalled = () =>
  // @ts-expect-error a status is one of four words
  client.POST('/identify', { body: { email, status: 'gold' } });
`;

describe.skipIf(!isInstalled)('a client that is generated from the OpenAPI document', () => {
  const folder = join(generator, '.generated');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (file: string, args: string[], env = {}) =>
    execFileSync(process.execPath, [file, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, ...env },
    });

  test('compiles, stores a customer, and knows the problems', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'use.ts'), PROGRAM);
    const openapi = await (await fetch(`${stack().ingestUrl}/openapi.json`)).text();
    writeFileSync(join(folder, 'openapi.json'), openapi);
    run(join(generator, 'openapi-typescript/bin/cli.js'), ['openapi.json', '-o', 'schema.ts']);
    const options = '--strict --noEmit false --skipLibCheck --target es2022 --module nodenext';
    run(join(generator, 'typescript/bin/tsc'), ['use.ts', ...options.split(' ')]);

    const project = await makeProject();
    const email = newEmail();
    const printed = JSON.parse(run('use.js', [], { ...project.env, EMAIL: email }));
    const two = { results: [{ index: 0, status: 200, updated: true }] };
    expect(printed).toEqual([{ created: true }, two, 'validation_failed', 'ok']);
    expect(await customer(project, email)).toMatchObject({
      status: 'paid',
      params: { plan: 'pro', mrr: 29 },
    });
  });
});
