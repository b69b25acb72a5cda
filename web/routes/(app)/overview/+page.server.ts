import type { RequestEvent } from '@sveltejs/kit';
import type { Figures } from './figures.ts';
import { attempt, unwrap } from '$lib/server/database.ts';
import { requireMember } from '$lib/server/member.ts';
import { listProjects } from '$lib/server/projects.ts';

const PERIODS = [7, 30, 90];

export async function load(event) {
  const { account } = await requireMember(event);
  const asked = readAsked(event.url.searchParams, account.mrr_param);
  const [figures, projects] = await Promise.all([
    readFigures(event, asked),
    listProjects(event.locals.supabase, account.id),
  ]);
  return { ...asked, periods: PERIODS, figures, projects };
}

export const actions = {
  /** Has the figures of a large account counted again. */
  refresh: async (event) => {
    const { account } = await requireMember(event);
    return attempt(async () => {
      await readFigures(event, readAsked(event.url.searchParams, account.mrr_param), true);
    });
  },
};

interface Asked {
  days: number;
  /** The param that holds what somebody pays a month. */
  mrrParam: string;
}

function readAsked(url: URLSearchParams, usualParam: string): Asked {
  const days = Number(url.get('days'));
  return {
    days: PERIODS.includes(days) ? days : 30,
    mrrParam:
      (url.get('mrr') ?? '')
        .replace(/\p{Cc}/gu, '')
        .trim()
        .slice(0, 200) || usualParam,
  };
}

async function readFigures(event: RequestEvent, { days, mrrParam }: Asked, anew = false) {
  const { account } = await requireMember(event);
  const answer = await event.locals.supabase.rpc('overview', {
    account_id: account.id,
    days,
    mrr_param: mrrParam,
    anew,
  });
  return unwrap(answer) as unknown as Figures;
}
