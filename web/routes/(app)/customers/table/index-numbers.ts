const PAUSE_MS = 500;

/**
 * Has the numbers that a view compares or sorts by indexed, part by part, while the page is looked
 * at. `query`: of the view. Returns how to stop; the next visit goes on where this one ended.
 */
export function indexNumbers(query: string): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  async function go(): Promise<void> {
    while (!signal.aborted) {
      if (!document.hidden) {
        const response = await fetch(`/customers/numbers${query}`, { method: 'POST', signal });
        if (!response.ok || response.redirected || (await response.json()).isDone) return;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
  // Stopped, or not reached: without an index it is slower, and no less right.
  void go().catch(() => {});
  return () => stopped.abort();
}
