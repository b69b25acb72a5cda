import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 1000;

/** Has the dashboard deliver its webhooks every second, as a scheduler does where it is hosted, until `signal` is aborted. */
export async function runDeliverer(
  dashboardUrl: string,
  secret: string,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const headers = { authorization: `Bearer ${secret}` };
  let last = '';
  while (!signal?.aborted) {
    // One that is told again and again is told once.
    const trouble = await fetch(`${dashboardUrl}/webhooks/deliver`, { headers }).then(
      async (answer) => (answer.ok ? '' : `${answer.status} ${await answer.text()}`),
      (error: unknown) => String(error),
    );
    if (trouble && trouble !== last) log(trouble);
    last = trouble;
    await sleep(EVERY_MS);
  }
}
