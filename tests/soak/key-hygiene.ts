import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { connect } from '../founder.ts';
import type { Check, Figures } from './check.ts';
import { HttpClient, type Reply } from './http-client.ts';
import { breakCalls } from './key-hygiene/break-calls.ts';
import { keyHygieneMutants } from './key-hygiene/mutants.ts';
import { makeProbes } from './key-hygiene/probes.ts';
import { replaceKeysUnderLoad } from './key-hygiene/replace-keys.ts';
import { scanFiles, scanTables, withFullKeys } from './key-hygiene/scan.ts';
import { Random } from './random.ts';
import { withSoakStack, type SoakStack } from './soak-stack.ts';
import { actAs, createTenants } from './tenants.ts';

interface Size {
  calls: number;
  rotations: number;
}

const SIZES = {
  quick: { calls: 1_000, rotations: 20 },
  full: { calls: 100_000, rotations: 1_000 },
};

/** Looks for keys everywhere after they were used, replaced, mistyped, misplaced and failed with. */
export const check: Check = {
  name: 'key-hygiene',
  promise:
    'A full key is in no log, no error and nowhere in the database, and replacing a key with grace fails no call.',
  mutants: keyHygieneMutants,
  run: ({ size, seed, mutant }) =>
    withSoakStack({ mutant, api: false }, (stack) => run(stack, SIZES[size], new Random(seed))),
};

async function run(stack: SoakStack, size: Size, random: Random): Promise<Figures> {
  const admin = connect(stack.adminUrl, 4);
  const client = new HttpClient(stack.edgeUrl, 16);
  try {
    const [tenant] = await createTenants(admin, 1, 2);
    const { keys, refused } = await replaceKeysUnderLoad({
      admin,
      client,
      tenant: tenant!,
      random,
      ...size,
    });
    assert.deepEqual(countStatuses(refused), {}, 'calls that failed while keys were replaced');

    const revoked = tenant!.projects[1]!;
    await actAs(
      admin,
      tenant!.userId,
      (sql) => sql`select public.revoke_api_key(${revoked.keyId})`,
    );
    const [unknown] = await admin`
      select key || private.api_key_checksum(key) as key
      from (select 'tcrm_proj_' || private.random_base62(43) as key) made`;
    const probes = makeProbes(keys.at(-1)!, revoked.apiKey, unknown!.key);
    const replies: Reply[] = [];
    for (const { method, route, headers, body } of probes) {
      const bytes = Buffer.from(body);
      const length = { 'content-length': String(bytes.length) };
      replies.push(await client.send(method, route, bytes, 10_000, { ...headers, ...length }));
    }
    assert.deepEqual(
      replies.filter(({ status }) => status < 400 || status >= 500).map(({ status }) => status),
      [],
      'answers to wrong requests that are no refusals',
    );
    replies.push(...(await breakCalls(admin, client, stack.network, keys.at(-1)!)));
    const failed = replies.filter(({ status }) => status >= 500).length;
    assert.ok(failed > 0, 'no call failed in the server: its errors were not seen');

    const answers = replies.map(({ headers, body }) => JSON.stringify([headers, body]));
    assert.deepEqual(withFullKeys(answers), [], 'answers with a full key');
    assert.deepEqual(
      withFullKeys(stack.edge.lines),
      [],
      'lines of the Edge Function with a full key',
    );
    assert.deepEqual(withFullKeys(stack.postgres.lines), [], 'lines of Postgres with a full key');
    const { tables, found } = await scanTables(admin);
    assert.deepEqual(found, [], 'tables with a full key');
    await admin`checkpoint`;
    const hash = createHash('sha256').update(keys[0]!).digest();
    const { megabytes, holding, withKeys } = scanFiles(stack.postgres.place.data, hash);
    assert.ok(holding.length > 0, "not even the hash of a key is in the database's files");
    assert.deepEqual(withKeys, [], 'files of the database with a full key');
    return {
      calls_while_keys_were_replaced: size.calls,
      rotations: keys.length - 1,
      calls_that_failed_meanwhile: 0,
      wrong_requests: probes.length,
      calls_failed_in_the_server: failed,
      answers_read: answers.length,
      log_lines_read: stack.edge.lines.length + stack.postgres.lines.length,
      tables_read: tables,
      megabytes_of_files_read: megabytes,
      full_keys_found: 0,
    };
  } finally {
    client.close();
    await admin.end();
  }
}

function countStatuses(replies: readonly Reply[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
