import type { PlannedCall } from './plan.ts';

/** Which params were acknowledged, so that any later read can be held to them. */
export class Acknowledged {
  /** Pings that were answered with "not updated". */
  readonly foundNobody = new Set<PlannedCall>();
  readonly #keys = new Map<string, string[]>();

  add(call: PlannedCall, answer: { updated?: boolean }): void {
    if (answer.updated === false) this.foundNobody.add(call);
    if (call.type === 'ping') return;
    this.keysOf(call).push(call.ownKey);
  }

  /** The keys that calls about this person in this project set for good, in the order of their answers. */
  keysOf({ project, email }: { project: string; email: string }): string[] {
    const customerProject = `${project} ${email}`;
    const keys = this.#keys.get(customerProject) ?? [];
    this.#keys.set(customerProject, keys);
    return keys;
  }
}
