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
}

/** Sends everything once, or until a call is refused. Resolves with how often each other answer than 200 came. */
export async function sendPlan(load: Load): Promise<Record<string, number>> {
  const { plan, clients, keys, acknowledged } = load;
  const random = new Random(load.seed);
  const refused: Record<string, number> = {};
  const rotating: Promise<void>[] = [];
  const distance = Math.ceil(plan.length / (load.rotations + 1));
  const requests = plan.entries();

  await Promise.all(
    Array.from({ length: load.connections }, async (_, i) => {
      const client = clients[i % clients.length]!;
      for (const [number, request] of requests) {
        if (Object.keys(refused).length > 0) return;
        if (number % distance === distance - 1) rotating.push(keys.rotate(request[0]!.project));
        await send(client, request);
      }
    }),
  );
  await Promise.all(rotating);
  return refused;

  async function send(client: HttpClient, request: PlannedRequest): Promise<void> {
    const [first] = request;
    const key = keys.pick(first!.project, random);
    const { status, body, error } =
      request.length === 1
        ? await client.post(`/${first!.type}`, key, bodyOf(first!))
        : await client.post('/batch', key, {
            calls: request.map((call) => ({ type: call.type, ...bodyOf(call) })),
          });
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
