import { env } from '$env/dynamic/private';

const CUSTOMER = {
  email: 'test.customer@example.com',
  name: 'Test Customer',
  status: 'trial',
  params: { plan: 'test' },
};
const TIMEOUT_MS = 5_000;

/**
 * Sends a made-up customer the way a product does, with its key, which is kept nowhere. Resolves
 * with what went wrong, or nothing.
 */
export async function sendTestCustomer(apiKey: string): Promise<string | undefined> {
  if (!/^tcrm_proj_[0-9A-Za-z]{49}$/.test(apiKey)) return 'That isn’t a TinyCRM key.';
  try {
    const response = await fetch(`${env.INGEST_URL}/identify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(CUSTOMER),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (response.ok) return undefined;
    const problem: { detail?: string } = await response.json().catch(() => ({}));
    return problem.detail ?? `TinyCRM answered ${response.status}.`;
  } catch {
    return `No response from ${env.INGEST_URL}. Is the ingest function running?`;
  }
}
