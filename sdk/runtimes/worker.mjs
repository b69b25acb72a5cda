import { checks } from './checks.mjs';
import { TinyCRM } from './index.js';

export default {
  /** Answers with the results, as a Worker does: within a request, and waiting for what is left. */
  async fetch(request, env, context) {
    const waiting = [];
    const waitUntil = (promise) => {
      waiting.push(promise);
      context.waitUntil(promise);
    };
    const url = new URL(request.url).searchParams.get('servers');
    new TinyCRM({ waitUntil }).ping('no key');
    const results = await checks(TinyCRM, url);
    await Promise.all(waiting);
    return Response.json(results);
  },
};
