// What the runtime of hosted Supabase has and Deno alone does not: work that outlives its request,
// and an end that is told. It is loaded before the function (local/isolates.ts), and is no part of it.
const kept = new Set<Promise<unknown>>();

Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(work: Promise<unknown>): void {
      kept.add(work);
      const done = () => kept.delete(work);
      work.then(done, done);
    },
  },
});

/** Every request has its answer: what was asked for by waitUntil ends, and then the isolate. */
Deno.addSignalListener('SIGTERM', async () => {
  while (kept.size > 0) await Promise.allSettled(kept);
  dispatchEvent(new Event('beforeunload'));
  Deno.exit(0);
});
