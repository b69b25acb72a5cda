import { z } from 'zod';
import { parseRows } from '../../_shared/contract/filters/rows.ts';
import { Problem } from '../../_shared/contract/problems.ts';
import { cleanText } from '../clean.ts';
import { findPeople, peopleSchema } from '../people.ts';
import { PAGE } from '../question.ts';
import { defineTool } from '../tool.ts';

const MAX_VIEWS = 200;

export const runView = defineTool({
  name: 'run_view',
  title: 'Run a saved view',
  description:
    'The people of a view that was saved in the dashboard. Without a name: the names of all views.',
  input: z.strictObject({ view: z.string().optional(), ...PAGE }),
  output: z.object({ views: z.array(z.string()), ...z.object(peopleSchema).partial().shape }),
  async answer(caller, { view, ...page }) {
    const views = caller.names.views.map(({ name, query }) => ({ name: cleanText(name), query }));
    const names = views.slice(0, MAX_VIEWS).map(({ name }) => name);
    if (view === undefined) return { views: names };
    const wanted = cleanText(view).trim().toLowerCase();
    const found = views.find(({ name }) => name.toLowerCase() === wanted);
    if (!found) {
      const list = JSON.stringify(names);
      throw new Problem('invalid_query', `No saved view has that name. They are, as JSON: ${list}`);
    }
    const rows = { ...parseRows(new URLSearchParams(found.query)), page: null };
    return { views: [found.name], ...(await findPeople(caller, rows, page)) };
  },
});
