import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, signUp, type Founder } from '../founder.ts';
import { stack } from '../stack.ts';
import { openReceiver } from './receiver.ts';
import { clerk } from './webhooks/clerk.ts';
import type { Kind } from './webhooks/kind.ts';
import { lemonSqueezy } from './webhooks/lemon-squeezy.ts';
import { paddle } from './webhooks/paddle.ts';
import { stripeMoney } from './webhooks/stripe-money.ts';
import { stripeStates } from './webhooks/stripe-states.ts';
import { supabase } from './webhooks/supabase.ts';
import { woocommerce } from './webhooks/woocommerce.ts';

// Every kind of webhook in tests/http/webhooks, signed as its service signs it, through the whole path.

const sql = connect(stack().dbUrl);
let founder: Founder;

beforeAll(async () => void (founder = await signUp('kinds')));
afterAll(() => sql.end());

describe.each([
  ['stripe', [...stripeStates, ...stripeMoney]],
  ['paddle', paddle],
  ['lemon_squeezy', lemonSqueezy],
  ['woocommerce', woocommerce],
  ['clerk', clerk],
  ['supabase', supabase],
] as [string, Kind[]][])('%s', (service, kinds) => {
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  beforeAll(async () => void (receiver = await openReceiver(founder, service, sql)));

  test.each(kinds.map((kind, i) => [kind.is, kind, i] as const))('%s', async (_, kind, i) => {
    const ada = `ada.${i}@${service.replace('_', '-')}.example`;
    const outcomes = await receiver.deliver(kind.deliveries(ada));
    const { outcome, detail, status, params, lacks = [], name, others = {} } = kind;
    if (outcome) expect(Array.isArray(outcome) ? outcomes : outcomes.at(-1)).toEqual(outcome);
    if (detail) expect(await receiver.lastDetail()).toMatch(detail);

    const people = await receiver.people(ada);
    const at = (email: string) => people.find((person) => person.email === email);
    const standing = status && { status, params, name };
    if (standing) expect(at(ada)).toMatchObject(JSON.parse(JSON.stringify(standing)));
    else expect(at(ada)).toBeUndefined();
    for (const param of lacks) expect(at(ada)!.params).not.toHaveProperty(param);
    for (const [prefix, expected] of Object.entries(others)) {
      expect(at(`${prefix}.${ada}`)?.status).toBe(expected);
    }
  });
});
