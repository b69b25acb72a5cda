import assert from 'node:assert/strict';
import { apiKeyChecksum } from '../../_shared/http/api-key.ts';
import { assertProblem, createFunction } from '../testing/function.ts';

const call = { email: 'alex@example.com' };
const STRANGER = `tcrm_proj_${'0'.repeat(43)}`;
const stranger = { authorization: `Bearer ${STRANGER}${apiKeyChecksum(STRANGER)}` };

/** A body that comes when it is told to. */
function slowBody() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (it) => void (controller = it) });
  const send = () => {
    controller.enqueue(new TextEncoder().encode(JSON.stringify(call)));
    controller.close();
  };
  return { body, send };
}

Deno.test(
  'who sends many bodies at once is told so, and leaves half of the room to the others',
  async () => {
    const { post } = createFunction(undefined, { bodies: 4 });
    // Until the database accepted its key, a sender is a stranger.
    assert.equal((await post('/ping', call)).status, 200);
    const slow = [slowBody(), slowBody(), slowBody()];
    const strangers = [slow[0]!, slow[1]!].map(({ body }) => post('/ping', body, stranger));

    const refused = await post('/identify', call, stranger);
    assert.equal(refused.headers.get('retry-after'), '1');
    await assertProblem(refused, 503, 'overloaded');
    assert.equal((await post('/ping', call)).status, 200);
    const known = post('/batch', slow[2]!.body);
    await assertProblem(await post('/ping', call), 503, 'overloaded');

    for (const { send } of slow) send();
    const statuses = (await Promise.all([...strangers, known])).map(({ status }) => status);
    assert.deepEqual(statuses, [200, 200, 422]);
    assert.equal((await post('/ping', call)).status, 200);
  },
);
