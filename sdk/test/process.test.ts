import { expect, test } from 'vitest';
import { program } from './program.ts';
import { failing, json, serve, type Answer } from './server.ts';

const every = `
  crm.identify({ email: 'alex@example.com' });
  crm.ping('alex@example.com');
  crm.identifyMany([{ email: 'alex@example.com' }]);
`;

const answers: Record<string, Answer> = {
  'a 503': failing(Infinity, 503, { 'retry-after': '0' }),
  'a 429': failing(Infinity, 429, { 'retry-after': '0' }),
  'a 422': failing(Infinity, 422),
  'a redirect': (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
  'no answer at all': () => {},
  'a body that stalls': (response) => response.writeHead(500).write('{'),
  'a connection that is cut': (response) => response.destroy(),
  'an answer that is no JSON': (response) => response.writeHead(400).end('<html>'),
};

test.concurrent.each(Object.entries(answers))(
  'A call that nobody awaits never crashes the process, nor prints: %s',
  async (_name, answer) => {
    await using api = await serve(answer);
    const options = 'timeout: 200, onError() { throw new Error("in onError"); }';
    expect(await program(api.url, every, options)).toEqual({ exitCode: 0, output: '' });
    expect(api.received.length).toBeGreaterThanOrEqual(3);
  },
);

test.concurrent(
  'a call that nobody awaits never crashes the process in an outage or without a key',
  async () => {
    const gone = await serve();
    await gone[Symbol.asyncDispose]();
    expect(await program(gone.url, every)).toEqual({ exitCode: 0, output: '' });
    expect(await program(gone.url, every, 'apiKey: ""')).toEqual({ exitCode: 0, output: '' });
  },
);

test.concurrent(
  'an awaited call that fails and that nobody catches ends the process as any error does',
  async () => {
    await using api = await serve(failing(Infinity, 422));
    const { exitCode, output } = await program(api.url, "await crm.ping('alex@example.com')");
    expect(exitCode).toBe(1);
    expect(output).toContain('TinyCRMError: Try again.');
    expect(output).not.toContain('tcrm_proj_test');
  },
);

test.concurrent(
  'A call that is done leaves nothing behind that keeps the process alive',
  async () => {
    await using api = await serve();
    const code = `${every} await crm.flush(); await crm.ping('alex@example.com');`;
    // A timer left running would hold the process for an hour.
    expect(await program(api.url, code, 'timeout: 3_600_000')).toEqual({ exitCode: 0, output: '' });
    expect(api.received).toHaveLength(4);
  },
);

test.concurrent(
  'a process that ends by itself first delivers the calls that nobody awaited',
  async () => {
    await using api = await serve((response, _request, n) =>
      setTimeout(() => json(response, n ? 200 : 503, {}, { 'retry-after': '0' }), 100),
    );
    expect(await program(api.url, "crm.ping('alex@example.com')")).toMatchObject({ exitCode: 0 });
    expect(api.received).toHaveLength(2);
  },
);

test.concurrent(
  'a batch that nobody awaits is delivered before the process ends, and never crashes it',
  async () => {
    await using api = await serve(failing(Infinity, 422));
    const options = 'onError() { throw new Error("in onError"); }';
    expect(await program(api.url, every, options, [], 'batching')).toEqual({
      exitCode: 0,
      output: '',
    });
    expect(api.received.map(({ path }) => path).sort()).toEqual(['/batch', '/batch']);

    // A timer left running would hold the process for an hour.
    const code = `${every} await crm.flush();`;
    expect(await program(api.url, code, 'flushInterval: 3_600_000', [], 'batching')).toMatchObject({
      exitCode: 0,
    });
  },
);

test.concurrent('The timeout fires under garbage collection', async () => {
  await using api = await serve(() => {});
  const code = `
    setInterval(gc, 10).unref();
    const error = await crm.ping('alex@example.com').catch((error) => error);
    console.log(error.code, error.attempts);`;
  expect(await program(api.url, code, 'timeout: 300, retries: 1', ['--expose-gc'])).toEqual({
    exitCode: 0,
    output: 'timeout 2\n',
  });
});
