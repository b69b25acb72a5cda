import { createSubscriber } from 'svelte/reactivity';

const TICK_MS = 30_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, TICK_MS);
  document.addEventListener('visibilitychange', update);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', update);
  };
});

/** The time now in milliseconds. What is shown of it follows the clock, and is right when a tab is looked at again. */
export function now(): number {
  subscribe();
  return Date.now();
}
