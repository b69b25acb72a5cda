import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { Founder } from '../../founder.ts';
import { stack } from '../../stack.ts';

export const MCP_URL = () => stack().ingestUrl.replace(/ingest$/, 'mcp');

/** The protocol of 2025, which begins with initialize, and the present one, where each request says all. */
export type Era = 'legacy' | 'auto';

export async function createReadKey(of: Founder, ...projects: string[]) {
  const { data } = await of.client
    .rpc('create_read_key', {
      account_id: of.accountId,
      name: 'assistant',
      ...(projects.length > 0 && { project_ids: projects }),
    })
    .throwOnError();
  return data[0]!;
}

/** The official client. It takes turns with its keys, as one may ask 20 times at once. */
export async function connectAssistant(readKeys: string[], era: Era = 'auto', url = MCP_URL()) {
  let turn = 0;
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { versionNegotiation: { mode: era } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(url), {
    fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set('authorization', `Bearer ${readKeys[turn++ % readKeys.length]}`);
      return fetch(input, { ...init, headers });
    },
  });
  await client.connect(transport);
  return client;
}

/** What a tool answers, which the client has held to its schema, or the text of its refusal. */
export async function ask(client: Client, name: string, asked: object = {}) {
  const { structuredContent, content, isError } = await client.callTool({
    name,
    arguments: { ...asked },
  });
  const [block] = content as { text: string }[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each tool has its own
  return { answer: structuredContent as any, text: block!.text, isError: isError ?? false };
}
