import { ACTIVITY } from '$lib/filters';
import { formatRelative } from '$lib/format.ts';
import { now } from '$lib/now.svelte.ts';
import { paramTexts, type ParamText, type Reading } from '$lib/params.ts';
import type { Customer, CustomerProject } from '$lib/server/customers.ts';
import type { Project } from '$lib/server/projects.ts';
import type { BadgeTexts } from './badge-room.ts';

/** A badge, and what it says. */
export interface ShownBadge extends BadgeTexts {
  badge: CustomerProject;
  project: Project | undefined;
}

/** The badges of a customer. The params that were `asked` for come first under each. */
export function badgesOf(
  { projects }: Customer,
  byId: ReadonlyMap<string, Project>,
  reading: Reading,
  asked: readonly string[],
): ShownBadge[] {
  return projects.map((badge) => {
    const project = byId.get(badge.project_id);
    const name = project?.name ?? 'New product';
    const params = [
      ...(asked.includes(ACTIVITY) ? [activityOf(badge)] : []),
      ...paramTexts(badge.params, reading, asked).filter(({ key }) => key !== ACTIVITY),
    ];
    return { badge, project, mark: project?.mark, name, status: badge.status, params };
  });
}

function activityOf({ last_activity_at }: CustomerProject): ParamText {
  const text = formatRelative(last_activity_at, now());
  return { key: ACTIVITY, text, numeric: false, bare: false };
}
