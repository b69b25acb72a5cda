import { Problem } from '../_shared/contract/problems.ts';
import { tlsOptions } from '../_shared/database/url.ts';
import { createHandler } from '../_shared/http/handler.ts';
import type { Route } from '../_shared/http/route.ts';
import { surviveStrayErrors } from '../_shared/http/stray-errors.ts';
import { checkoutRoute } from './checkout.ts';
import { createAskAsOwner } from './owner.ts';
import { portalRoute } from './portal.ts';
import { readSettings, type Settings } from './settings.ts';
import { createApplyEvent } from './store.ts';
import { createStripe } from './stripe-api.ts';
import { webhookRoute } from './webhook.ts';

const secret = (name: string) => Deno.env.get(name);
const warn = (warning: string) => console.warn(JSON.stringify({ warning }));
surviveStrayErrors(globalThis, warn);
const settings = readSettings(secret, warn);

/** The platform strips /functions/v1 from the path and leaves the name of the function. */
const routes = new Map<string, Route>(
  settings instanceof Problem ? closed(settings) : open(settings),
);

export default { fetch: createHandler(routes, (entry) => console.log(JSON.stringify(entry))) };

function open(settings: Settings): [string, Route][] {
  const stripe = createStripe(settings);
  const askAsOwner = createAskAsOwner(settings);
  // Of no other address: a page of Stripe that leads elsewhere would be believed.
  const returnUrl = new URL('/billing', settings.dashboardUrl).href;
  const apply = createApplyEvent(settings.databaseUrl, tlsOptions(secret, warn));
  return [
    ['/billing/webhook', webhookRoute(stripe, settings.webhookSecret, apply)],
    ['/billing/checkout', checkoutRoute(stripe, settings.priceId, returnUrl, askAsOwner)],
    ['/billing/portal', portalRoute(stripe, returnUrl, askAsOwner)],
  ];
}

/** Every route answers with why there is none. */
function closed(problem: Problem): [string, Route][] {
  return ['webhook', 'checkout', 'portal'].map((name) => [
    `/billing/${name}`,
    { method: 'POST', answer: () => Promise.reject(problem) },
  ]);
}
