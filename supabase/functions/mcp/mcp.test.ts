import assert from 'node:assert/strict';
import { DatabaseUnavailable } from '../_shared/database/unavailable.ts';
import { mcpFunction, NAMES, PROJECT_KEY, READ_KEY, request, resultOf } from './testing.ts';

interface Tool {
  name: string;
  annotations: object;
}

Deno.test(
  'the list of tools is the same bytes each time, at most 16 KB, and of tools that only read',
  async () => {
    const bytes = [];
    for (const names of [NAMES, { ...NAMES, projects: [], mrr_param: 'revenue' }]) {
      const { send } = mcpFunction({ names });
      bytes.push(await (await send(request('tools/list'))).text());
    }
    assert.equal(bytes[0], bytes[1]);
    assert.ok(new TextEncoder().encode(bytes[0]).length <= 16 * 1024, `${bytes[0]!.length} bytes`);
    const { tools } = (await resultOf(new Response(bytes[0]))) as { tools: Tool[] };
    assert.ok(tools.length >= 8);
    for (const { name, annotations } of tools) {
      const expected = {
        readOnlyHint: true,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: false,
      };
      assert.deepEqual(annotations, expected, name);
    }
  },
);

Deno.test(
  'a key is taken from the header alone: none, that of a project, and one in the address are refused',
  async () => {
    const { send, asked } = mcpFunction();
    const refused = [
      await send(request('tools/list'), { authorization: '' }),
      await send(request('tools/list'), { authorization: `Bearer ${PROJECT_KEY}` }),
      await send(request('tools/list'), { authorization: '' }, `?key=${READ_KEY}`),
      await send(request('tools/list'), {}, `?q=${READ_KEY}`),
      await send(request('tools/list'), {}, '?access_token=x'),
    ];
    for (const answer of refused) {
      assert.equal(answer.status, 401);
      assert.equal(((await answer.json()) as { code: string }).code, 'unauthorized');
    }
    assert.deepEqual(asked, []);
    assert.equal((await send(request('tools/list'))).status, 200);
  },
);

Deno.test(
  'a page of another machine may not connect, and a program or a page of one’s own may',
  async () => {
    const { send } = mcpFunction();
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const answer = await send(request('tools/list'), { origin });
      assert.equal(answer.status, 403, origin);
      assert.equal(((await answer.json()) as { code: string }).code, 'origin_not_allowed');
    }
    for (const origin of ['http://localhost:6274', 'http://127.0.0.1:1']) {
      assert.equal((await send(request('tools/list'), { origin })).status, 200, origin);
    }
  },
);

Deno.test('one message is one call of the quota: an array of them is refused', async () => {
  const answer = await mcpFunction().send([request('tools/list'), request('tools/list')]);
  assert.equal(answer.status, 400);
  assert.equal(((await answer.json()) as { code: string }).code, 'invalid_body');
});

Deno.test('a header that says another method than the body is refused by its code', async () => {
  const body = request('tools/list', {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  });
  const { send } = mcpFunction();
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' };
  const answer = await send(body, headers);
  assert.equal(((await answer.json()) as { error: { code: number } }).error.code, -32020);
  const right = await send(body, { ...headers, 'mcp-method': 'tools/list' });
  assert.equal(right.status, 200);
});

Deno.test('a database that does not answer is told to the assistant, and to the log', async () => {
  const { call, log } = mcpFunction({ projects: new DatabaseUnavailable('57014') });
  const { isError, content } = await call('list_products');
  assert.equal(isError, true);
  assert.match(content[0]!.text, /didn’t respond in time/);
  assert.deepEqual(log.at(-1)?.refused, { database_unavailable: 1 });
  assert.equal(log.at(-1)?.reason, '57014');
});
