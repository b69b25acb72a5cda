import { existsSync, readFileSync } from 'node:fs';

export interface Question {
  name: string;
  ask: string;
  /** What is typed is not shown. */
  isSecret?: boolean;
  /** Used when nothing is typed. Without one there has to be an answer. */
  otherwise?: string;
  /** What is wrong with an answer, in words; undefined when it will do. */
  check?(answer: string): string | undefined;
}

const url = (answer: string) => (URL.canParse(answer) ? new URL(answer) : undefined);

/** What npm run deploy has to know, in the order in which it asks. */
export const QUESTIONS: Question[] = [
  {
    name: 'PROJECT_REF',
    ask: 'Project reference, the 20 letters in supabase.com/dashboard/project/<ref>',
    check: (answer) =>
      /^[a-z]{20}$/.test(answer) ? undefined : 'A reference has 20 letters, a to z.',
  },
  {
    name: 'SUPABASE_ACCESS_TOKEN',
    ask: 'Access token, from supabase.com/dashboard/account/tokens',
    isSecret: true,
    check: (answer) =>
      answer.startsWith('sbp_') ? undefined : 'An access token starts with sbp_.',
  },
  {
    name: 'DB_PASSWORD',
    ask: 'Database password, chosen when the project was created',
    isSecret: true,
  },
  {
    name: 'DB_CA_FILE',
    ask: 'Certificate file, from Database → Settings → SSL Configuration [prod-ca-2021.crt]',
    otherwise: 'prod-ca-2021.crt',
    check: (answer) =>
      existsSync(answer) && readFileSync(answer, 'utf8').includes('BEGIN CERTIFICATE')
        ? undefined
        : `${answer} is no certificate in this folder: download it there.`,
  },
  {
    name: 'DASHBOARD_URL',
    ask: 'The dashboard’s future address, such as https://crm.your-domain',
    check: checkDashboardUrl,
  },
  {
    name: 'SMTP_URL',
    ask: 'Mail server, smtps://user:password@host:465 (Enter: a few emails per hour through Supabase)',
    isSecret: true,
    otherwise: '',
    check: (answer) =>
      !answer || /^smtps?:$/.test(url(answer)?.protocol ?? '')
        ? undefined
        : 'Write it as smtps://user:password@host:465, with %40 for an @ in the user.',
  },
  {
    name: 'MAIL_FROM',
    ask: 'Email sender, such as TinyCRM <hello@your-domain> (Enter: none)',
    otherwise: '',
    check: (answer) =>
      !answer || answer.includes('@') ? undefined : 'A sender needs an address with an @.',
  },
];

/** The mails put /confirm behind it, and the functions take calls from this origin. */
export function checkDashboardUrl(answer: string): string | undefined {
  const { protocol, origin, hostname } = url(answer) ?? {};
  if (protocol !== 'https:' && hostname !== '127.0.0.1') return 'Start it with https://.';
  if (answer !== origin) return `Write it as ${origin}, with nothing after the host.`;
}
