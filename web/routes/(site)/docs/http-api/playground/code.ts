/** The call as a command. The key stays in a variable: it belongs in no page and no shell history. */
export function curl(path: string, text: string): string {
  const body = text.trim().replaceAll("'", `'\\''`);
  return `curl -i --fail-with-body --max-time 10 "$TINYCRM_URL${path}" \\
  -H "Authorization: Bearer $TINYCRM_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '${body}'`;
}

/** The call with the SDK, or null when it does not send such a body. */
export function sdk(path: string, text: string): string | null {
  const body = parsed(text);
  const calls = path === '/batch' ? body?.calls : [{ ...body, type: path.slice(1) }];
  if (!body || !Array.isArray(calls)) return null;
  const lines = calls.map(line);
  if (!lines.length || lines.includes(null)) return null;
  return `import { TinyCRM } from 'tinycrm-sdk';

const crm = new TinyCRM(process.env.TINYCRM_KEY);

${lines.join('\n')}`;
}

const SENT = ['email', 'name', 'status', 'params'];

function line(call: unknown): string | null {
  if (!isObject(call)) return null;
  const { type, ...fields } = call;
  const names = Object.keys(fields);
  if (type === 'ping') {
    return names.join() === 'email' ? `await crm.ping(${literal(fields.email)});` : null;
  }
  if (type !== 'identify' || !names.every((name) => SENT.includes(name))) return null;
  return `await crm.identify(${literal(fields)});`;
}

/** JSON, which is JavaScript too, with the keys bare where they may be. */
function literal(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^(\s*)"([A-Za-z_$][\w$]*)":/gm, '$1$2:');
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
