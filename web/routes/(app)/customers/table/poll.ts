/** Runs something every so often while the page is looked at, and when one comes back to it. Returns how to stop. */
export function poll(everyMs: number, run: () => unknown): () => void {
  let last = Date.now();
  const turn = () => {
    if (document.hidden) return;
    last = Date.now();
    run();
  };
  const timer = setInterval(turn, everyMs);
  const back = () => {
    if (Date.now() - last >= everyMs / 2) turn();
  };
  document.addEventListener('visibilitychange', back);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', back);
  };
}
