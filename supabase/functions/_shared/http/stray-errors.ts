import { whereItBroke } from './where-it-broke.ts';

/**
 * Keeps the isolate alive when something throws outside of any request, and tells `warn` where. By
 * default one such error ends all calls in flight, such as one that a connection's timer throws when it
 * is cut just after a query was given to it, which the query's own error tells.
 */
export function surviveStrayErrors(target: EventTarget, warn: (message: string) => void): void {
  const survive = (event: Event, error: unknown) => {
    event.preventDefault();
    warn(`Outside of any request: ${whereItBroke(error)}`);
  };
  target.addEventListener('error', (event) => survive(event, (event as ErrorEvent).error));
  target.addEventListener('unhandledrejection', (event) =>
    survive(event, (event as PromiseRejectionEvent).reason),
  );
}
