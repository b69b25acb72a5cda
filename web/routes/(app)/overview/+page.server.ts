import type { Figures } from './figures.ts';
import { askedRange, rangeParams, readRange } from './range.ts';
import { dayIn } from '$lib/days.ts';
import type { Period } from '$lib/period.ts';
import { attempt, unwrap, type Supabase } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';
import { readAsMember } from '$lib/server/read-as-member.ts';

export async function load(event) {
  const { supabase } = event.locals;
  const { searchParams } = event.url;
  const mrrParam = readParam(searchParams);
  const [figures, period, projects] = await readAsMember(event, (accountId) =>
    Promise.all([
      readFigures(supabase, accountId, mrrParam),
      readPeriod(supabase, accountId, searchParams),
      listProjects(supabase, accountId),
    ]),
  );
  const { account } = await requireMember(event);
  const today = dayIn(account.time_zone);
  const range = readRange(searchParams, today);
  return {
    ...{ range, today, figures, period, projects },
    mrrParam: mrrParam ?? account.mrr_param,
    /** The address that asks for the same. */
    params: { ...rangeParams(range), ...(mrrParam && { mrr: mrrParam }) } as Record<string, string>,
  };
}

export const actions = {
  /** Has the figures of a large account counted again. */
  refresh: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => {
      const mrrParam = readParam(event.url.searchParams);
      await readFigures(event.locals.supabase, account.id, mrrParam, true);
    });
  },
};

/** The param that holds what somebody pays a month, if it is not the account's own. */
function readParam(url: URLSearchParams): string | undefined {
  const param = url.get('mrr')?.replace(/\p{Cc}/gu, '');
  return param?.trim().slice(0, 200) || undefined;
}

async function readFigures(
  supabase: Supabase,
  account_id: string,
  mrr_param: string | undefined,
  anew = false,
) {
  return unwrap(
    await supabase.rpc('overview', { account_id, mrr_param, anew }),
  ) as unknown as Figures;
}

async function readPeriod(supabase: Supabase, account_id: string, url: URLSearchParams) {
  const asked = { account_id, ...askedRange(url) };
  return unwrap(await supabase.rpc('overview_period', asked)) as unknown as Period;
}
