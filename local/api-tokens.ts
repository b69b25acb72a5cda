import { decodeJwt, SignJWT } from 'jose';

/** The key id in the header of every token, and in the key set that functions verify with. */
const KEY_ID = 'local';

/** The key set a function verifies sessions with, as hosted gives it in SUPABASE_JWKS. */
export function jsonWebKeySet(jwtSecret: string): string {
  const k = Buffer.from(jwtSecret).toString('base64url');
  return JSON.stringify({ keys: [{ kty: 'oct', kid: KEY_ID, alg: 'HS256', k }] });
}

/** A long-lived key in the old form, for SUPABASE_ANON_KEY and SUPABASE_SERVICE_ROLE_KEY. */
export function legacyKey(role: 'anon' | 'service_role', jwtSecret: string): Promise<string> {
  return sign({ iss: 'supabase', role }, jwtSecret, '10y');
}

/**
 * Replaces the access token in an Auth response by one with the claims and the key id of a hosted
 * token: @supabase/lite leaves them out, and functions that check for a signed-in user need them.
 */
export async function completeToken(
  response: Response,
  issuer: string,
  jwtSecret: string,
): Promise<Response> {
  if (!response.headers.get('content-type')?.includes('json')) return response;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as Session | null;
  if (typeof body?.access_token !== 'string') return response;

  body.access_token = await sign(
    {
      ...decodeJwt(body.access_token),
      iss: issuer,
      app_metadata: body.user?.app_metadata ?? {},
      user_metadata: body.user?.user_metadata ?? {},
      aal: 'aal1',
      is_anonymous: false,
    },
    jwtSecret,
  );
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(JSON.stringify(body), { status: response.status, headers });
}

interface Session {
  access_token?: string;
  user?: { app_metadata?: object; user_metadata?: object };
}

function sign(claims: object, jwtSecret: string, expires?: string): Promise<string> {
  const token = new SignJWT({ ...claims }).setProtectedHeader({
    alg: 'HS256',
    typ: 'JWT',
    kid: KEY_ID,
  });
  if (expires) token.setIssuedAt().setExpirationTime(expires);
  return token.sign(new TextEncoder().encode(jwtSecret));
}
