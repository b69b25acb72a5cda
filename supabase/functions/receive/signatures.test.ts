import assert from 'node:assert/strict';
import type { ServiceName } from '../_shared/contract/services.ts';
import { SERVICES } from './services.ts';
import { base64, delivery, hex, hmac, NOW } from './testing.ts';

const BODY = '{"a": "ü"}';
const SECRET = 'secret-0123456789';
const STANDARD = `whsec_${btoa('a key of 24 bytes or so')}`;
const KEY = new TextEncoder().encode('a key of 24 bytes or so');
const seconds = (ms: number) => String(ms / 1000);

type Sign = (text: string, at: number) => Promise<Record<string, string>>;
const standard =
  (prefix: string): Sign =>
  async (text, at) => ({
    [`${prefix}-id`]: 'msg_1',
    [`${prefix}-timestamp`]: seconds(at),
    [`${prefix}-signature`]: `v1,AAAA v1,${base64(await hmac(KEY, `msg_1.${seconds(at)}.${text}`))}`,
  });

const SIGNERS: Record<ServiceName, { secret: string; sign: Sign; isTimed: boolean }> = {
  stripe: {
    secret: SECRET,
    isTimed: true,
    sign: async (text, at) => ({
      'stripe-signature': `t=${seconds(at)},v1=00ff,v1=${hex(await hmac(SECRET, `${seconds(at)}.${text}`))},v0=00`,
    }),
  },
  paddle: {
    secret: SECRET,
    isTimed: true,
    sign: async (text, at) => ({
      'paddle-signature': `ts=${seconds(at)};h1=${hex(await hmac(SECRET, `${seconds(at)}:${text}`))}`,
    }),
  },
  lemon_squeezy: {
    secret: SECRET,
    isTimed: false,
    sign: async (text) => ({ 'x-signature': hex(await hmac(SECRET, text)) }),
  },
  woocommerce: {
    secret: SECRET,
    isTimed: false,
    sign: async (text) => ({ 'x-wc-webhook-signature': base64(await hmac(SECRET, text)) }),
  },
  clerk: { secret: STANDARD, isTimed: true, sign: standard('svix') },
  supabase: {
    secret: SECRET,
    isTimed: false,
    sign: () => Promise.resolve({ 'x-tinycrm-secret': SECRET }),
  },
  supabase_auth: { secret: `v1,${STANDARD}`, isTimed: true, sign: standard('webhook') },
};

for (const [name, { secret, sign, isTimed }] of Object.entries(SIGNERS)) {
  const { verify } = SERVICES[name as ServiceName];

  Deno.test(`${name}: what is signed as the service signs it is accepted`, async () => {
    assert.equal(await verify(delivery(BODY, await sign(BODY, NOW)), secret), undefined);
  });

  Deno.test(`${name}: another secret, no signature and garbage are refused`, async () => {
    const headers = await sign(BODY, NOW);
    const other = secret.startsWith('v1,') || secret === STANDARD ? `whsec_${btoa('other')}` : 'x';
    assert.match((await verify(delivery(BODY, headers), other))!, /Invalid signature/);
    assert.match((await verify(delivery(BODY), secret))!, /The .* header is missing/);
    for (const garbage of ['', ',', 't=,v1=', 'ts=;h1=', 'v1,%%%', 'zz', 'AAAA']) {
      const broken = Object.fromEntries(Object.keys(headers).map((header) => [header, garbage]));
      assert.notEqual(await verify(delivery(BODY, broken), secret), undefined);
    }
  });

  if (name !== 'supabase') {
    Deno.test(`${name}: a body that was changed is refused`, async () => {
      const changed = delivery('{"a": "u"}', await sign(BODY, NOW));
      assert.match((await verify(changed, secret))!, /Invalid signature/);
    });

    Deno.test(`${name}: a body that means the same in other bytes is refused`, async () => {
      const headers = await sign(BODY, NOW);
      for (const body of [
        JSON.stringify(JSON.parse(BODY)),
        BODY.replace('ü', '\\u00fc'),
        BODY.normalize('NFD'),
        `${BODY}\n`,
        ` ${BODY}`,
        `\ufeff${BODY}`,
        BODY.replace('}', ', "b": 1}'),
        encodeURIComponent(BODY),
      ]) {
        assert.match((await verify(delivery(body, headers), secret))!, /Invalid signature/, body);
      }
    });
  }

  Deno.test(
    `${name}: a signature in part, twice over or in another encoding is refused`,
    async () => {
      const headers = await sign(BODY, NOW);
      const name = Object.keys(headers).at(-1)!;
      const right = headers[name]!;
      // What stands for the signature is the last of the header.
      const [, before, signature] = /^(.*?)([\w+/-]+=*(?:,v0=00)?)$/s.exec(right)!;
      const [value] = signature!.split(',');
      const wrong = {
        'a part': value!.slice(0, -4),
        'twice over': value! + value!,
        reversed: [...value!].reverse().join(''),
        'in base64': btoa(value!),
        'in hexadecimal': hex(new TextEncoder().encode(value!)),
        'of another scheme': `v0=${value}`,
        'of zeros': '0'.repeat(value!.length),
        escaped: value!.replace(/./, (first) => `%${hex(new TextEncoder().encode(first))}`),
      };
      for (const [how, text] of Object.entries(wrong)) {
        const sent = delivery(BODY, { ...headers, [name]: before! + text });
        assert.notEqual(await verify(sent, secret), undefined, how);
      }
      assert.equal(
        await verify(delivery(BODY, { ...headers, [name]: before! + value! }), secret),
        undefined,
      );
    },
  );

  if (isTimed) {
    Deno.test(`${name}: a copy that is more than 5 minutes old is refused`, async () => {
      for (const [age, isGood] of [
        [-299_000, true],
        [-301_000, false],
        [301_000, false],
      ] as const) {
        const headers = await sign(BODY, NOW + age);
        const fault = await verify(delivery(BODY, headers), secret);
        assert.equal(fault === undefined, isGood);
        if (fault) assert.match(fault, /5 minutes/);
      }
    });
  }
}

Deno.test('a secret that was not copied whole says so', async () => {
  const { sign } = SIGNERS.clerk;
  const fault = await SERVICES.clerk.verify(delivery(BODY, await sign(BODY, NOW)), 'whsec_%%%');
  assert.match(fault!, /starts with whsec_/);
});
