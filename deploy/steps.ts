import type { Answers } from './answers.ts';
import { functionSecrets } from './installation.ts';
import { scramVerifier } from './scram.ts';

/** One call of the official CLI. */
export interface Step {
  title: string;
  /** What follows `supabase`. No secret: other programs on the machine can read it. */
  args: string[];
  /** Settings of the CLI, in its environment. */
  env?: Record<string, string>;
  /** A file that only its owner can read, which is gone after the step. Its path follows `flag`. */
  file?: { flag: string; holds: string; content: () => Record<string, string> | string };
  /** What to do when it fails, beside what the CLI says. */
  advice: string;
}

/** What brings a hosted project to this commit. Each can be done again. */
export function stepsFor(answers: Answers): Step[] {
  const ref = answers.PROJECT_REF ?? '<ref>';
  const remote = `--remote=${ref}`;
  const hasBilling = Boolean(answers.STRIPE_SECRET_KEY);
  const functions = ['ingest', 'receive', 'read', 'mcp', ...(hasBilling ? ['billing'] : [])];
  return [
    {
      title: 'Link this folder to the project',
      args: ['link', '--project-ref', ref],
      advice: 'PROJECT_REF or SUPABASE_ACCESS_TOKEN may be wrong, or the project is paused.',
    },
    {
      title: 'Migrate the database to this version',
      args: ['db', 'push', remote, '--yes'],
      env: { SUPABASE_DB_PASSWORD: answers.DB_PASSWORD ?? '' },
      advice: 'DB_PASSWORD may be wrong. You can reset it under Database → Settings.',
    },
    {
      title: 'Set the function roles’ passwords and the database’s CRON_SECRET',
      args: ['db', 'query', remote, '--yes'],
      file: { flag: '--file', holds: 'the SQL', content: () => rolesSql(answers) },
      advice: 'The token must belong to an owner or administrator of the project.',
    },
    {
      title: 'Set the secrets of the Edge Functions',
      args: ['secrets', 'set', remote, '--yes'],
      file: {
        flag: '--env-file',
        holds: `DASHBOARD_URL, DB_CA, INGEST_DB_URL${hasBilling ? ', READ_DB_URL and those of billing' : ' and READ_DB_URL'}`,
        content: () => functionSecrets(answers),
      },
      advice: 'The token must belong to an owner or administrator of the project.',
    },
    {
      title: 'Set up Auth, its emails, and TLS for the database: supabase/config.toml',
      args: ['config', 'push', remote, '--yes'],
      env: configSettings(answers),
      advice: 'The project’s plan may not support a setting in [remotes.production].',
    },
    {
      title: `Deploy the Edge Functions ${functions.join(', ')}`,
      args: ['functions', 'deploy', ...functions, '--use-api', remote, '--yes'],
      advice: 'No running function was replaced by one that couldn’t be bundled.',
    },
  ];
}

/** What chooses and fills [remotes.production] of supabase/config.toml. */
export function configSettings(answers: Answers): Record<string, string> {
  const settings = {
    SUPABASE_REMOTES_PRODUCTION_PROJECT_ID: answers.PROJECT_REF ?? '<ref>',
    DASHBOARD_URL: answers.DASHBOARD_URL ?? '<dashboard>',
  };
  if (!answers.SMTP_URL) return { ...settings, SUPABASE_AUTH_EMAIL_SMTP_ENABLED: 'false' };
  const { hostname, port, protocol, username, password } = new URL(answers.SMTP_URL);
  return {
    ...settings,
    SMTP_HOST: hostname,
    SUPABASE_AUTH_EMAIL_SMTP_PORT: port || (protocol === 'smtps:' ? '465' : '587'),
    SMTP_USER: decodeURIComponent(username),
    SMTP_PASS: decodeURIComponent(password),
    SMTP_SENDER: /<([^>]+)>/.exec(answers.MAIL_FROM ?? '')?.[1] || answers.MAIL_FROM || '',
  };
}

function rolesSql(answers: Answers): string {
  const { INGEST_DB_PASSWORD, BILLING_DB_PASSWORD, READ_DB_PASSWORD, CRON_SECRET } = answers;
  return `alter role ingest password '${scramVerifier(INGEST_DB_PASSWORD!)}';
alter role billing password '${scramVerifier(BILLING_DB_PASSWORD!)}';
alter role reader password '${scramVerifier(READ_DB_PASSWORD!)}';
select private.set_cron_secret('${CRON_SECRET!}');
`;
}
