/** What the baselines take of an identify call. */
export interface Identify {
  email: string;
  name?: string;
  status?: 'free' | 'trial' | 'paid' | 'churned';
  params?: Record<string, unknown>;
}

/** A shallow merge; null removes a key. */
export function mergeParams(
  stored: Record<string, unknown>,
  patch: Record<string, unknown> = {},
): Record<string, unknown> {
  const merged = { ...stored, ...patch };
  for (const [key, value] of Object.entries(merged)) if (value === null) delete merged[key];
  return merged;
}

/** SHA-256 in hex, as keys are stored. */
export async function hashKey(apiKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
