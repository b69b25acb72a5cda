import { twin } from '$lib/server/site/twin.ts';

export const prerender = true;
export const GET = twin;
