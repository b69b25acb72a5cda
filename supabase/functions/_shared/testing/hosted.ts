// Every test of the functions in one file, for the Deno of hosted Supabase. Its sanitizers take
// the timers and sockets of its Node modules for leaks of the test that they were made in.
const { test } = Deno;
const withoutSanitizers = (first: unknown, second?: unknown) => {
  const definition =
    typeof first === 'object'
      ? first
      : typeof first === 'string'
        ? { name: first, fn: second }
        : {};
  if (!('name' in definition!)) throw new Error('Name a test, or give it as an object.');
  test({
    ...(definition as Deno.TestDefinition),
    sanitizeOps: false,
    sanitizeResources: false,
    sanitizeExit: false,
  });
};
Object.assign(Deno, { test: withoutSanitizers });

const functions = new URL('../../', import.meta.url);
await importTests(functions);

async function importTests(folder: URL): Promise<void> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) await importTests(new URL(`${name}/`, folder));
    else if (name.endsWith('.test.ts')) await import(new URL(name, folder).href);
  }
}
