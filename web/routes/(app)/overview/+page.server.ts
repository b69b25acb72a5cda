import type { Figures } from './figures.ts';
import { attempt, unwrap, type Supabase } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

const PERIODS = [7, 30, 90];

export async function load(event) {
  const { supabase } = event.locals;
  const { days, mrrParam } = readAsked(event.url.searchParams);
  const [figures, projects] = await readAsMember(event, (accountId) =>
    Promise.all([
      readFigures(supabase, accountId, { days, mrrParam }),
      listProjects(supabase, accountId),
    ]),
  );
  const { account } = await requireMember(event);
  return { days, mrrParam: mrrParam ?? account.mrr_param, periods: PERIODS, figures, projects };
}

export const actions = {
  /** Has the figures of a large account counted again. */
  refresh: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => {
      const asked = readAsked(event.url.searchParams);
      await readFigures(event.locals.supabase, account.id, asked, true);
    });
  },
};

interface Asked {
  days: number;
  /** The param that holds what somebody pays a month, if it is not the account's own. */
  mrrParam: string | undefined;
}

function readAsked(url: URLSearchParams): Asked {
  const days = Number(url.get('days'));
  const param = url.get('mrr')?.replace(/\p{Cc}/gu, '');
  return {
    days: PERIODS.includes(days) ? days : 30,
    mrrParam: param?.trim().slice(0, 200) || undefined,
  };
}

async function readFigures(
  supabase: Supabase,
  account_id: string,
  { days, mrrParam }: Asked,
  anew = false,
) {
  const answer = await supabase.rpc('overview', { account_id, days, mrr_param: mrrParam, anew });
  return unwrap(answer) as unknown as Figures;
}
