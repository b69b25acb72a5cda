import type { Step } from '$lib/period.ts';
import type { NamedProject } from './figures.ts';

/** What a color of the chart stands for. */
export interface Line {
  id: string;
  name: string;
  /** As CSS has it. */
  color: string;
  of: (step: Step) => number;
}

/** What is told apart; the colors of more are no longer. */
const MAX_LINES = 8;

/** The projects that brought money in these steps, the most of it first, and the rest of them as one. */
export function linesOf(steps: Step[], projects: NamedProject[]): Line[] {
  const mrr = (step: Step, id: string) => step.mrr[id] ?? 0;
  const most = (id: string) => Math.max(...steps.map((step) => mrr(step, id)));
  const drawn = projects
    .filter(({ id }) => steps.some((step) => mrr(step, id) !== 0))
    .sort((a, b) => most(b.id) - most(a.id));
  const alone = drawn.length > MAX_LINES ? drawn.slice(0, MAX_LINES - 1) : drawn;
  const rest = drawn.slice(alone.length);
  return [
    ...alone.map(({ id, name, color }) => ({
      ...{ id, name, color: `var(--project-${color})` },
      of: (step: Step) => mrr(step, id),
    })),
    ...(rest.length > 0
      ? [
          {
            ...{ id: 'rest', name: `${rest.length} others`, color: 'var(--color-edge)' },
            of: (step: Step) => rest.reduce((total, { id }) => total + mrr(step, id), 0),
          },
        ]
      : []),
  ];
}
