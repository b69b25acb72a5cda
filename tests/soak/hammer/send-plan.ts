import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from './acknowledged.ts';
import type { PlannedCall, PlannedRequest } from './plan.ts';
import type { HttpClient } from '../http-client.ts';
import type { KeyRing } from './key-ring.ts';
import { isoTime } from '../model.ts';
import { Random } from '../random.ts';

interface Load {
  plan: readonly PlannedRequest[];
  clients: readonly HttpClient[];
  /** How many requests are on their way at once. */
  connections: number;
  keys: KeyRing;
  /** How many keys are replaced meanwhile. */
  rotations: number;
  seed: number;
  acknowledged: Acknowledged;
  /** How often a call that is told to come back later does so. */
  repeats: number;
}

/** Sends everything, or until a call is refused. Resolves with the refusals and the repeats, counted. */
export async function sendPlan(load: Load) {
  const { plan, clients, keys, acknowledged } = load;
  const random = new Random(load.seed);
  const refused: Record<string, number> = {};
  let repeated = 0;
  const rotating: Promise<void>[] = [];
  const distance = Math.ceil(plan.length / (load.rotations + 1));
  const requests = plan.entries();

  await Promise.all(
    Array.from({ length: load.connections }, async (_, i) => {
      const client = clients[i % clients.length]!;
      for (const [number, request] of requests) {
        if (Object.keys(refused).length > 0) return;
        if (number % distance === distance - 1) rotating.push(keys.rotate(request[0]!.project));
        await send(client, request, load.repeats);
      }
    }),
  );
  await Promise.all(rotating);
  return { refused, repeated };

  async function send(client: HttpClient, request: PlannedRequest, repeats: number): Promise<void> {
    const [first] = request;
    const key = keys.pick(first!.project, random);
    const { status, headers, body, error } =
      request.length === 1
        ? await client.post(`/${first!.type}`, key, bodyOf(first!))
        : await client.post('/batch', key, {
            calls: request.map((call) => ({ type: call.type, ...bodyOf(call) })),
          });
    if (status === 503 && headers['retry-after'] && repeats > 0) {
      repeated++;
      await sleep(Number(headers['retry-after']) * 1000);
      return send(client, request, repeats - 1);
    }
    if (status !== 200) {
      const answer = `${status} ${error ?? (body as { code?: string }).code}`;
      refused[answer] = (refused[answer] ?? 0) + 1;
      return;
    }
    const { results = [body] } = body as { results?: object[] };
    request.forEach((call, i) => acknowledged.add(call, results[i] as { updated?: boolean }));
  }
}

function bodyOf({ email, name, status, params, at, isLive }: PlannedCall) {
  return { email, name, status, params, timestamp: isLive ? undefined : isoTime(at) };
}
