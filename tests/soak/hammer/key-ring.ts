import type { Client } from '../../founder.ts';
import type { Random } from '../random.ts';

interface Ring {
  owner: Client;
  newestId: string;
  /** All that are live: the replaced ones have a day of grace. */
  apiKeys: string[];
}

/** The keys of products, which their founders replace while the products use them. */
export class KeyRing {
  rotations = 0;
  readonly #rings = new Map<string, Ring>();

  add(project: { id: string; keyId: string; apiKey: string }, owner: Client): void {
    const { id, keyId, apiKey } = project;
    this.#rings.set(id, { owner, newestId: keyId, apiKeys: [apiKey] });
  }

  /** Mostly the newest key; some servers of a product hear of it later. */
  pick(projectId: string, random: Random): string {
    const { apiKeys } = this.#rings.get(projectId)!;
    return random.chance(0.7) ? apiKeys.at(-1)! : random.pick(apiKeys);
  }

  /** Through the dashboard's way: the founder's session and REST. */
  async rotate(projectId: string): Promise<void> {
    const ring = this.#rings.get(projectId)!;
    const { data } = await ring.owner
      .rpc('rotate_api_key', { key_id: ring.newestId, grace_hours: 24 })
      .throwOnError();
    ring.newestId = data[0]!.id;
    ring.apiKeys.push(data[0]!.api_key);
    this.rotations++;
  }
}
