import { setTimeout as sleep } from 'node:timers/promises';

/** Playwright's global setup: waits for the dashboard at WEB_URL to answer. */
export default async function wait(): Promise<void> {
  const url = process.env.WEB_URL;
  if (!url) return;
  for (let attempt = 0; attempt < 150; attempt++) {
    const response = await fetch(`${url}/sign-in`).catch(() => null);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`No dashboard answers at ${url}.`);
}
