import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types.ts';
import type { Member, readClaims } from '$lib/server/member.ts';

declare global {
  interface ImportMetaEnv {
    readonly SELF_HOSTED?: boolean;
  }
  namespace App {
    interface Error {
      message: string;
      /** The number under which the cause is in the log. */
      id?: string;
      /** True if the server was not reached. */
      isUnreached?: boolean;
    }
    interface Locals {
      supabase: SupabaseClient<Database>;
      /** Asked once per request; use requireMember. */
      member?: Promise<Member | null>;
      /** Checked once per request; use readOwnClaims. */
      claims?: ReturnType<typeof readClaims>;
    }
  }
}
