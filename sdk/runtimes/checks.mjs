// What the built SDK does against the servers of servers.ts, for any runtime with fetch: no imports.

/**
 * @param {typeof import('tinycrm-sdk').TinyCRM} TinyCRM
 * @param {string} url where the servers are
 */
export async function checks(TinyCRM, url) {
  Math.random = () => 0;
  const key = 'tcrm_proj_test';
  const at = (path, options) => new TinyCRM({ apiKey: key, baseUrl: `${url}/${path}`, ...options });
  const person = { email: 'alex@example.com', params: { plan: 'pro', city: 'Zürich 🙂' } };
  const email = person.email;
  const failure = (call) =>
    call.then(
      () => 'none',
      ({ name, code, status = 0, attempts = 0 }) => [name, code, status, attempts].join(' '),
    );

  const told = [];
  const { ping, flush } = at('refused', { onError: ({ code }) => told.push(code) });
  ping(email);
  await flush();

  return {
    identify: String(await at('ok').identify(person)),
    ping: String(await at('ok').ping(email)),
    identifyMany: String(await at('ok').identifyMany([person, person])),
    notAwaited: told.join(),
    noKey: await failure(new TinyCRM().ping(email)),
    recovered: await failure(at('busy').ping(email)),
    redirect: await failure(at('redirect').ping(email)),
    noJson: await failure(at('html').ping(email)),
    silent: await failure(at('silent', { timeout: 1000, retries: 1 }).ping(email)),
    stalled: await failure(at('stalled', { timeout: 1000, retries: 1 }).ping(email)),
    stalledSuccess: await failure(at('stalled-success', { timeout: 1000 }).ping(email)),
    cut: await failure(at('cut', { retries: 1 }).ping(email)),
    shown: JSON.stringify([Object.keys(at('ok')), JSON.stringify(at('ok')).includes(key)]),
  };
}
