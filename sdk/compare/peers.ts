import { fileURLToPath } from 'node:url';

/** An SDK that tells a service about a customer, and how its documentation says to do it. */
export interface Peer {
  name: string;
  /** Exact, so that the tables can be made again. `null` is our own, as built. */
  version: string | null;
  /** Import statements, and what makes `client`. */
  setup: string;
  /** The call, as an expression. */
  call: string;
  /** What a caller awaits to know that it arrived. Default: the call. */
  awaited?: string;
  /** Whether it sends with the global fetch, so that its requests can be led to a test server. */
  fetches: boolean;
}

/** The folder of our own package, which is installed from there. */
export const sdkFolder = fileURLToPath(new URL('..', import.meta.url));

export const peers: Peer[] = [
  {
    name: 'tinycrm-sdk',
    version: null,
    setup: `import { TinyCRM } from 'tinycrm-sdk'; const client = new TinyCRM('tcrm_proj_test');`,
    call: `client.identify({ email: 'alex@example.com', params: { plan: 'pro' } })`,
    fetches: true,
  },
  {
    name: '@vercel/analytics',
    version: '2.0.1',
    setup: `import { track } from '@vercel/analytics/server';`,
    call: `track('identify', { email: 'alex@example.com', plan: 'pro' })`,
    fetches: false,
  },
  {
    name: '@logsnag/node',
    version: '1.0.1',
    setup: `import { LogSnag } from '@logsnag/node'; const client = new LogSnag({ token: 't', project: 'p' });`,
    call: `client.identify({ user_id: 'alex@example.com', properties: { plan: 'pro' } })`,
    fetches: true,
  },
  {
    name: '@openpanel/sdk',
    version: '1.3.1',
    setup: `import { OpenPanel } from '@openpanel/sdk'; const client = new OpenPanel({ clientId: 'c', clientSecret: 's' });`,
    call: `client.identify({ profileId: 'alex', email: 'alex@example.com', properties: { plan: 'pro' } })`,
    fetches: true,
  },
  {
    name: '@userlist/push',
    version: '1.1.1',
    setup: `import * as userlist from '@userlist/push'; const client = new (userlist.Push ?? userlist.default.Push)({ pushKey: 'k', pushId: 'i' });`,
    call: `client.users.push({ identifier: 'alex', email: 'alex@example.com', properties: { plan: 'pro' } })`,
    fetches: false,
  },
  {
    name: 'loops',
    version: '7.3.0',
    setup: `import { LoopsClient } from 'loops'; const client = new LoopsClient('k');`,
    call: `client.updateContact({ email: 'alex@example.com', properties: { plan: 'pro' } })`,
    fetches: true,
  },
  {
    name: '@plunk/node',
    version: '3.0.3',
    setup: `import * as plunk from '@plunk/node'; const Plunk = plunk.default?.default ?? plunk.default; const client = new Plunk('k');`,
    call: `client.events.track({ event: 'identify', email: 'alex@example.com', data: { plan: 'pro' } })`,
    fetches: true,
  },
  {
    name: 'mixpanel',
    version: '0.24.0',
    setup: `import mixpanel from 'mixpanel'; const client = mixpanel.init('t');`,
    call: `client.people.set('alex', { email: 'alex@example.com', plan: 'pro' })`,
    fetches: false,
  },
  {
    name: 'customerio-node',
    version: '5.2.0',
    setup: `import { TrackClient } from 'customerio-node'; const client = new TrackClient('s', 'k');`,
    call: `client.identify('alex', { email: 'alex@example.com', plan: 'pro' })`,
    fetches: true,
  },
  {
    name: 'resend',
    version: '6.38.0',
    setup: `import { Resend } from 'resend'; const client = new Resend('re_k');`,
    call: `client.contacts.create({ audienceId: 'a', email: 'alex@example.com' })`,
    fetches: true,
  },
  {
    name: '@segment/analytics-node',
    version: '3.1.0',
    setup: `import { Analytics } from '@segment/analytics-node'; const client = new Analytics({ writeKey: 'k' });`,
    call: `client.identify({ userId: 'alex', traits: { email: 'alex@example.com', plan: 'pro' } })`,
    awaited: `client.closeAndFlush()`,
    fetches: true,
  },
  {
    name: 'posthog-node',
    version: '5.70.0',
    setup: `import { PostHog } from 'posthog-node'; const client = new PostHog('phc_k');`,
    call: `client.identify({ distinctId: 'alex', properties: { email: 'alex@example.com', plan: 'pro' } })`,
    awaited: `client.shutdown()`,
    fetches: true,
  },
];
