import { env } from '$env/dynamic/private';

/** Where products send their calls: the address, and the region in which the function is asked to run. */
export interface IngestAddress {
  url: string;
  /** '' where it does not matter. */
  region: string;
}

export function ingestAddress(): IngestAddress {
  return { url: env.INGEST_URL ?? '', region: env.SUPABASE_REGION ?? '' };
}
