import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, createProject, signUp } from '../founder.ts';
import { stack } from '../stack.ts';
import { ADDRESSES } from './addresses.ts';
import { BROKEN, NAUGHTY, NOT_UTF8, REFUSED, VALID } from './json-shapes.ts';

describe.each(ADDRESSES)('%s', (_, open) => {
  let address: string;
  let sql: ReturnType<typeof connect>;
  let accountId: string;
  let apiKey: string;
  beforeAll(async () => {
    address = await open();
    const founder = await signUp();
    accountId = founder.accountId;
    apiKey = (await createProject(founder, 'Product')).apiKey;
    sql = connect(stack().adminUrl);
  });
  afterAll(() => sql?.end());

  /** Sends a body as it is. Every refusal is a whole problem document. */
  async function send(body: string | Uint8Array<ArrayBuffer>, route = '/identify') {
    const response = await fetch(address + route, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body,
    });
    const answer = (await response.json()) as Record<string, unknown>;
    const { status } = response;
    if (status === 207 || status === 200) return { status, code: '', answer };
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(answer).toMatchObject({
      status,
      detail: expect.any(String),
      request_id: expect.any(String),
    });
    return { status, code: String(answer.code), answer };
  }

  /** The bodies for which something else is answered than these codes. */
  async function notAnsweredBy(codes: string[], bodies: (string | Uint8Array<ArrayBuffer>)[]) {
    const answers = await Promise.all(
      bodies.map(async (body) => ({ body, ...(await send(body)) })),
    );
    return answers.filter(({ code }) => !codes.includes(code));
  }

  const callWith = (params: string, i = 0) =>
    `{"email":"shape-${i}@example.com","params":${params}}`;

  test('what is no JSON is told so, alone and inside a call', async () => {
    expect(await notAnsweredBy(['invalid_json', 'call_too_large'], [...BROKEN])).toEqual([]);
    const inside = BROKEN.filter((text) => text.trim() !== '').map((text) =>
      callWith(`{"v":${text}}`),
    );
    expect(await notAnsweredBy(['invalid_json', 'call_too_large'], inside)).toEqual([]);
    const bytes = NOT_UTF8.map((each) => new Uint8Array(each));
    expect(await notAnsweredBy(['invalid_utf8', 'invalid_json'], bytes)).toEqual([]);
  });

  test('JSON that is no call, and values that no call may hold, are told so', async () => {
    expect(await notAnsweredBy(['validation_failed'], [...VALID, ...REFUSED])).toEqual([]);
    const inside = REFUSED.map((text) => callWith(`{"v":${text}}`));
    expect(await notAnsweredBy(['validation_failed'], inside)).toEqual([]);
  });

  test('every value that is accepted reads back as it was sent', async () => {
    const calls = VALID.map(
      (text, i) => `{"type":"identify",${callWith(`{"v":${text}}`, i).slice(1)}`,
    );
    expect((await send(`{"calls":[${calls.join(',')}]}`, '/batch')).status).toBe(200);
    const rows = await sql`
    select c.email, cp.params from public.customers c
    join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    where c.account_id = ${accountId} and c.email like 'shape-%'`;
    const stored = new Map(rows.map(({ email, params }) => [email, params.v]));
    expect(stored.size).toBe(VALID.length);
    VALID.forEach((text, i) => {
      const sent: unknown = JSON.parse(text);
      // Postgres has one zero.
      expect(stored.get(`shape-${i}@example.com`), text).toEqual(Object.is(sent, -0) ? 0 : sent);
    });
  });

  test('naughty texts as name, value and key of params are kept to the letter, or refused with a reason', async () => {
    const isKept = (result: { status: number }) => result.status === 200;
    const calls = NAUGHTY.flatMap((text, i) => [
      { type: 'identify', email: `name-${i}@example.com`, name: text },
      { type: 'identify', email: `value-${i}@example.com`, params: { v: text, [`k${i}`]: [text] } },
      { type: 'identify', email: `key-${i}@example.com`, params: { [text]: i } },
      { type: 'identify', email: text },
      { type: 'identify', email: `status-${i}@example.com`, status: text },
    ]);
    const { status, answer } = await send(JSON.stringify({ calls: calls.slice(0, 500) }), '/batch');
    const more = await send(JSON.stringify({ calls: calls.slice(500) }), '/batch');
    expect([status, more.status]).toEqual([207, 207]);
    const results = [answer, more.answer].flatMap(
      ({ results }) => results as { status: number; error?: { code: string; errors: unknown[] } }[],
    );
    const refused = results.filter((result) => !isKept(result));
    expect(
      refused.filter(({ error }) => error?.code !== 'validation_failed' || !error.errors.length),
    ).toEqual([]);

    const rows = await sql`
    select c.email, c.name, cp.params from public.customers c
    join public.customer_projects cp on cp.account_id = c.account_id and cp.customer_id = c.id
    where c.account_id = ${accountId}`;
    const stored = new Map(rows.map(({ email, name, params }) => [email, { name, params }]));
    NAUGHTY.forEach((text, i) => {
      const [name, value, key, email] = results.slice(5 * i, 5 * i + 4) as [
        { status: number },
        { status: number },
        { status: number },
        { status: number },
      ];
      const shown = JSON.stringify(text);
      // Names are composed, so that a search finds them however they are typed.
      if (isKept(name))
        expect(stored.get(`name-${i}@example.com`)?.name ?? '', shown).toBe(
          text.trim().normalize('NFC'),
        );
      expect(isKept(value), shown).toBe(true);
      expect(stored.get(`value-${i}@example.com`)?.params, shown).toEqual({
        v: text,
        [`k${i}`]: [text],
      });
      if (isKept(key))
        expect(stored.get(`key-${i}@example.com`)?.params, shown).toEqual({ [text]: i });
      expect(isKept(email), shown).toBe(false);
    });
    expect(refused.length).toBeLessThan(NAUGHTY.length * 2.5);
  });
});
