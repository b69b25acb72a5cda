/** What hosted Supabase and its own runtime have, and Deno alone does not. */
interface EdgeRuntime {
  waitUntil(promise: Promise<unknown>): void;
}

/** Asks the platform to keep the isolate until `work` has ended, though its requests are answered. */
export function waitUntil(work: Promise<unknown>): void {
  (globalThis as { EdgeRuntime?: EdgeRuntime }).EdgeRuntime?.waitUntil(work);
}
