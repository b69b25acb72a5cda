import { requireMember } from '$lib/server/member.ts';

export async function load(event) {
  return { member: await requireMember(event) };
}
