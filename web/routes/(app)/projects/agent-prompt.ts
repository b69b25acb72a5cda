import { environment, installCommand, SNIPPETS } from '$lib/snippets.ts';

/**
 * What an AI agent in a product's own code needs to connect it: where to call, with what, and what to
 * leave alone. No key is inside: whoever pastes it puts that into the environment.
 */
export function agentPrompt(ingestUrl: string): string {
  const docs = (path: string) => new URL(path, ingestUrl).href;
  const node = SNIPPETS.find(({ id }) => id === 'node')!.files[0]!.code;
  return `Connect this codebase to TinyCRM, so that its customers show up in one table.

1. Read these two variables on the server only, from wherever this codebase keeps its secrets. Never put the key into code, a commit or the browser; I set its value myself.

${environment(ingestUrl)}

2. In JavaScript or TypeScript, install the SDK. In any other language, POST JSON as ${docs('/docs/http-api.md')} says.

${installCommand(ingestUrl)}

3. Make one client on the server and use it everywhere:

${node}

4. Call identify, without awaiting it, where people sign up, log in, change plan, pay and cancel. Look for all of these places: auth callbacks, billing webhooks, and sign-up handlers.
   - status is free, trial, paid or churned. Map this codebase's own states to these four. Somebody on a waitlist is free, with params.waitlist: true; send waitlist: null once they are in.
   - params is any JSON: plan, mrr (a number: what they pay a month), currency, trial_ends_at (a date), and what else is worth a column. A key sent as null is removed.
   - What a call leaves out stays as it was, so send only what you know.
5. Call ping with the email when somebody is active: once a session is enough.
6. A call must never delay or break a request of this product. Do not await it there, and keep onError.

In a serverless function pass waitUntil, or await crm.flush() before it ends. The contract of the SDK: ${docs('/docs/sdk.md')}

Show me the diff, and list the places where you call identify and ping.`;
}
