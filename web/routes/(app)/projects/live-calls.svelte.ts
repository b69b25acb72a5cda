import type { RecentCalls } from '$lib/server/project-settings.ts';

/** The recent calls of a project, asked for again and again while the page is looked at. */
export class LiveCalls {
  recent: RecentCalls = $state.raw({ calls: [], refusals: [] });
  /** The last attempt to ask had no answer. */
  isLost = $state(false);
  readonly #url: string;

  constructor(projectId: string) {
    this.#url = `/projects/${projectId}/calls`;
  }

  /** Asks every `everyMs` until the function that it returns is called. */
  start(everyMs: number): () => void {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void this.look();
    }, everyMs);
    return () => clearInterval(timer);
  }

  async look(): Promise<void> {
    try {
      const response = await fetch(this.#url);
      if (!response.ok) throw new Error(String(response.status));
      this.recent = (await response.json()) as RecentCalls;
      this.isLost = false;
    } catch {
      this.isLost = true;
    }
  }
}
