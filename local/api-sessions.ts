import { decodeJwt } from 'jose';
import type { ApiConnection } from './api-connection.ts';

/** Writes into a session what signed in with it, as hosted: @supabase/lite leaves that out. */
export async function noteDevice(
  connection: ApiConnection,
  request: Request,
  response: Response,
): Promise<void> {
  if (!response.ok || !response.headers.get('content-type')?.includes('json')) return;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as { access_token?: string } | null;
  if (!body?.access_token) return;
  const { session_id } = decodeJwt(body.access_token);
  await connection.driver`
    update auth.sessions set user_agent = ${request.headers.get('user-agent')}
    where id = ${String(session_id)}`;
}
