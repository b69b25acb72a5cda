import { build } from 'esbuild';
import { expect, test } from 'vitest';

/** What a program could tell somebody else by. */
const WAYS_OUT = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'Worker'];

/** A function with all that it loads, in which each use of a way out is marked. */
async function bundled(entry: { file: string } | { code: string }) {
  const mark = (name: string) => [
    [name, `WAY_OUT_${name}`],
    [`globalThis.${name}`, `WAY_OUT_${name}`],
  ];
  const { outputFiles, metafile } = await build({
    ...('file' in entry ? { entryPoints: [entry.file] } : { stdin: { contents: entry.code } }),
    ...{ bundle: true, write: false, metafile: true, format: 'esm', platform: 'node' },
    external: ['pg-native'],
    define: Object.fromEntries(WAYS_OUT.flatMap(mark)),
    legalComments: 'none',
  });
  const used = new Set(outputFiles[0]!.text.match(/WAY_OUT_\w+/g));
  const inputs = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  const outside = inputs.filter(({ external }) => external).map(({ path }) => path);
  return { used: [...used], outside: [...new Set(outside)].sort() };
}

test('a way out would be seen', async () => {
  const code =
    'import "node:http"; await globalThis.fetch("https://x.example"); new WebSocket("");';
  const { used, outside } = await bundled({ code });
  expect(used.sort()).toEqual(['WAY_OUT_WebSocket', 'WAY_OUT_fetch']);
  expect(outside).toEqual(['node:http']);
});

test('the MCP server reaches nothing but its database, whatever an assistant is talked into', async () => {
  const { used, outside } = await bundled({ file: 'supabase/functions/mcp/index.ts' });
  expect(used).toEqual([]);
  expect(outside.filter((name) => /http|child_process|worker|cluster|dgram/.test(name))).toEqual(
    [],
  );
  expect(outside.length).toBeGreaterThan(3);
});
