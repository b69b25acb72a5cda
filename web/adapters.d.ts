import type { Adapter } from '@sveltejs/kit';

export default function adapters(): Adapter;

export function rewriteOfCalls(env: {
  INGEST_URL?: string;
  SUPABASE_REGION?: string;
}): { src: string; dest: string } | undefined;
