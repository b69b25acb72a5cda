import { cpSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkedFolder, REF, type Request } from './fake-api.fixture.ts';
import { configSettings } from './steps.ts';

// What `config push` of the CLI makes of a new project, with the settings that npm run deploy gives it.
const NEW_PROJECT = {
  auth: {
    site_url: 'http://localhost:3000',
    uri_allow_list: 'http://localhost:3000/**',
    rate_limit: { token_refresh: 150 },
    smtp: { enabled: false },
  },
  database: { ssl_enforced: false },
};

function answer({ path }: Request): unknown {
  if (path.endsWith('/billing/addons')) return { selected_addons: [], available_addons: [] };
  if (path.endsWith('/ssl-enforcement')) {
    return { currentConfig: { database: true }, appliedSuccessfully: true };
  }
  if (path.startsWith('/v2/')) {
    return { data: { id: REF, type: 'project_config', attributes: NEW_PROJECT } };
  }
}

let linked: Awaited<ReturnType<typeof linkedFolder>>;
beforeAll(async () => {
  linked = await linkedFolder(answer);
  cpSync('supabase/config.toml', linked.at('supabase/config.toml'));
  cpSync('supabase/templates', linked.at('supabase/templates'), { recursive: true });
});
afterAll(() => linked.remove());

const ANSWERS = { PROJECT_REF: REF, DASHBOARD_URL: 'https://crm.x.example' };
const MAIL = { SMTP_URL: 'smtps://u%40x:pass@smtp.x.example', MAIL_FROM: 'Tiny <a@x.example>' };

/** What is written to the project, by the end of the path. */
async function push(answers: Record<string, string>) {
  linked.requests.length = 0;
  const output = await linked.run('supabase config push --yes', configSettings(answers));
  const written = linked.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ path, body }) => [path.split('/').at(-1), JSON.parse(body)] as const);
  const parts: Record<string, Record<string, unknown>> = Object.fromEntries(written);
  return { output, auth: parts.auth, tls: parts['ssl-enforcement'] };
}

test('config push sets all of Auth that deploy:check looks at, and enforces TLS', async () => {
  const { output, auth, tls } = await push({ ...ANSWERS, ...MAIL });
  expect(output).toContain('[remotes.production]');
  expect(output).not.toContain('deprecated');
  expect(tls).toEqual({ requestedConfig: { database: true } });
  expect(auth).toMatchObject({
    ...{ site_url: 'https://crm.x.example', uri_allow_list: '', mailer_autoconfirm: false },
    ...{ jwt_exp: 600, password_min_length: 10, mailer_secure_email_change_enabled: true },
    security_update_password_require_reauthentication: true,
    ...{ rate_limit_token_refresh: 1000, rate_limit_otp: 150, rate_limit_verify: 150 },
    ...{ rate_limit_email_sent: 200, smtp_host: 'smtp.x.example', smtp_port: '465' },
    ...{ smtp_user: 'u@x', smtp_pass: 'pass', smtp_admin_email: 'a@x.example' },
  });
  for (const name of ['confirmation', 'magic_link', 'recovery', 'email_change']) {
    const text = readFileSync(`supabase/templates/${name}.html`, 'utf8');
    expect(auth![`mailer_templates_${name}_content`]).toBe(text);
  }
});

test('without a mail server of its own Auth keeps to that of Supabase', async () => {
  const { auth } = await push(ANSWERS);
  expect(auth).toMatchObject({ smtp_host: '', mailer_autoconfirm: false });
});
