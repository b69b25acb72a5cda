/** The settings of an installation that deploy:check reads from the environment. Absent ones are empty. */
export const NAMES = {
  SUPABASE_URL: 'https://<ref>.supabase.co',
  SUPABASE_PUBLISHABLE_KEY: 'the publishable key of the project',
  INGEST_URL: 'https://<ref>.supabase.co/functions/v1/ingest',
  DASHBOARD_URL: 'the address of the dashboard, such as https://crm.your-domain',
  DB_URL: 'postgres://postgres.<ref>:<password>@<session pooler>:5432/postgres',
  INGEST_DB_URL: 'what the secret of this name is set to',
  READ_DB_URL: 'what the secret of this name is set to',
} as const;

export type Settings = Record<keyof typeof NAMES, string> & {
  /** A personal access token of Supabase, to read the settings of Auth. */
  SUPABASE_ACCESS_TOKEN?: string;
  /** Given when billing is on. */
  STRIPE_SECRET_KEY?: string;
  BILLING_DB_URL?: string;
  /** Given when members are to get the mails that they turn on. */
  CRON_SECRET?: string;
  /** Of Supabase's management API and of Stripe's; others in tests only. */
  SUPABASE_API_URL?: string;
  STRIPE_API_URL?: string;
};

/** One line of the report: what was looked at, and what to do when it is not as it should be. */
export interface Line {
  name: string;
  ok: boolean;
  /** The thing to do, or, if all is well, what was found. */
  text: string;
}

export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) values[name] = value?.trim() ?? '';
  for (const name of Object.keys(NAMES)) values[name] ??= '';
  return values as Settings;
}
