/** An answer that sending again does not change. Its message is for the reader. */
export class Refused extends Error {}

const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000];
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Posts JSON to a path of this site and returns the answer. What may pass, a lost connection or a
 * server that is busy, is tried again for half a minute; `wait` is given to tests. Throws Refused.
 */
export async function post<T>(path: string, body: unknown, wait = sleep): Promise<T> {
  for (const ms of [...WAITS_MS, null]) {
    const response = await attempt(path, body);
    if (response?.type === 'opaqueredirect') {
      throw new Refused(
        'Your session has ended. Sign in again in another tab, then continue here.',
      );
    }
    if (response?.ok) return (await response.json()) as T;
    if (response && response.status < 500 && response.status !== 429) {
      const answer = (await response.json().catch(() => ({}))) as { message?: string };
      throw new Refused(answer.message ?? 'TinyCRM rejected this step. Start again.');
    }
    if (ms !== null) await wait(ms);
  }
  throw new Refused('Can’t reach TinyCRM. Resume when you’re back online.');
}

async function attempt(path: string, body: unknown): Promise<Response | null> {
  try {
    return await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // A visitor who is not signed in is sent to a page, which is no answer.
      redirect: 'manual',
    });
  } catch {
    return null;
  }
}
