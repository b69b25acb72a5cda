import {
  checkBillingRole,
  checkIngestRole,
  checkMigrations,
  checkReaderRole,
} from './check-database.ts';
import { checkAuth, checkStripe } from './check-services.ts';
import {
  checkApi,
  checkConfirmation,
  checkDashboard,
  checkIngest,
  checkMails,
  checkMcp,
  checkRead,
  checkReceive,
} from './check-web.ts';
import { NAMES, type Line, type Settings } from './settings.ts';

type Name = keyof typeof NAMES;

interface Check {
  name: string;
  /** Without one of these it is not tried. */
  needs: Name[];
  /** Resolves with what was found, and throws what to do. */
  run(settings: Settings): Promise<string>;
}

const API: Name[] = ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY'];

const CHECKS: Check[] = [
  { name: 'Supabase', needs: API, run: checkApi },
  { name: 'Migrations', needs: ['DB_URL'], run: checkMigrations },
  { name: 'Role ingest', needs: ['INGEST_DB_URL'], run: checkIngestRole },
  { name: 'Role reader', needs: ['READ_DB_URL'], run: checkReaderRole },
  { name: 'Role billing', needs: [], run: checkBillingRole },
  { name: 'Function ingest', needs: ['INGEST_URL'], run: checkIngest },
  { name: 'Function receive', needs: ['INGEST_URL'], run: checkReceive },
  { name: 'Function read', needs: ['INGEST_URL'], run: checkRead },
  { name: 'Function mcp', needs: ['INGEST_URL'], run: checkMcp },
  { name: 'Dashboard', needs: ['DASHBOARD_URL'], run: checkDashboard },
  { name: 'Mails', needs: ['DASHBOARD_URL'], run: checkMails },
  { name: 'Confirmation', needs: API, run: checkConfirmation },
  { name: 'Auth', needs: ['SUPABASE_URL', 'DASHBOARD_URL'], run: checkAuth },
  { name: 'Stripe', needs: ['SUPABASE_URL'], run: checkStripe },
];

/** Looks at everything, also after something failed, and changes nothing. */
export async function checkInstallation(settings: Settings): Promise<Line[]> {
  const unset = (Object.keys(NAMES) as Name[]).filter((name) => !settings[name]);
  const lines: Line[] = unset.map((name) => ({
    name,
    ok: false,
    text: `set it to ${NAMES[name]}`,
  }));
  const tried = CHECKS.filter(({ needs }) => needs.every((name) => settings[name]));
  const looked = tried.map(async ({ name, run }): Promise<Line> => {
    try {
      return { name, ok: true, text: await run(settings) };
    } catch (error) {
      return { name, ok: false, text: explain(error) };
    }
  });
  return [...lines, ...(await Promise.all(looked))];
}

/** The message, with what a failed connection has underneath. Never an address with a password. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const what = error.message || (error as NodeJS.ErrnoException).code || error.name;
  return (what + cause).replace(/\/\/[^/@\s]*@/g, '//…@');
}
