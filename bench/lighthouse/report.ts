export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

export interface Run {
  /** In the order of CATEGORIES, of 100. */
  scores: number[];
  lcpMs: number;
  tbtMs: number;
  cls: number;
  /** The audits that were not passed, in any run. */
  faults: string[];
}
export type Row = Run & { page: string; preset: string };

/** Figure by figure the one in the middle. Shifts count at their worst. */
export function median(runs: Run[]): Run {
  return {
    scores: CATEGORIES.map((_, i) => middle(runs.map(({ scores }) => scores[i]!))),
    lcpMs: middle(runs.map(({ lcpMs }) => lcpMs)),
    tbtMs: middle(runs.map(({ tbtMs }) => tbtMs)),
    cls: Math.max(...runs.map(({ cls }) => cls)),
    faults: [...new Set(runs.flatMap(({ faults }) => faults))],
  };
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export function table(rows: Row[]): string {
  return [
    '| page | as | performance | accessibility | best practices | SEO | LCP | TBT | CLS |',
    '| --- | --- | --: | --: | --: | --: | --: | --: | --: |',
    ...rows.map(({ page, preset, scores, lcpMs, tbtMs, cls }) => {
      const times = [`${(lcpMs / 1000).toFixed(2)} s`, `${Math.round(tbtMs)} ms`];
      return `| \`${page}\` | ${[preset, ...scores, ...times, Number(cls.toPrecision(2))].join(' | ')} |`;
    }),
  ].join('\n');
}
