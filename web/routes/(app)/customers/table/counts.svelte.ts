/** The number of customers of each view of the rail, by its query, asked for in the background. */
export class Counts {
  byQuery = $state.raw<Record<string, number>>({});

  /** Asks again, for one more query too. Where there is no answer, what was known stays. */
  async refresh(query: string): Promise<void> {
    const response = await fetch(`/customers/counts${query}`).catch(() => null);
    if (response?.ok && !response.redirected) this.byQuery = await response.json();
  }
}
