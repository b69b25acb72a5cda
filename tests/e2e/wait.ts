import { setTimeout as sleep } from 'node:timers/promises';

/** Playwright's global setup: waits for the dashboard at WEB_URL to answer. */
export default async function setup(): Promise<void> {
  if (process.env.WEB_URL) await waitFor(process.env.WEB_URL);
}

/** Resolves when the dashboard at `url` answers, or rejects after 30 s. */
export async function waitFor(url: string): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const response = await fetch(`${url}/sign-in`).catch(() => null);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`No dashboard answers at ${url}.`);
}
