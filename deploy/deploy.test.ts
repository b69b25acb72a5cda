import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askFor, openQuestions, type Answers } from './answers.ts';
import { fakeSupabase } from './fake-supabase.fixture.ts';
import { QUESTIONS } from './questions.ts';

const REF = 'abcdefghijklmnopqrst';
const SECRETS = {
  SUPABASE_ACCESS_TOKEN: 'sbp_0123456789abcdef',
  DB_PASSWORD: 'pass/word of the database',
  SMTP_URL: 'smtps://mailer%40x.example:s3cr%2Ft@smtp.x.example:587',
};
const ANSWERS = {
  PROJECT_REF: REF,
  ...SECRETS,
  DB_CA_FILE: 'prod-ca-2021.crt',
  DASHBOARD_URL: 'https://crm.x.example',
  MAIL_FROM: 'TinyCRM <hello@x.example>',
  // Nothing listens there.
  SUPABASE_URL: 'http://127.0.0.1:9',
};

let supabase: ReturnType<typeof fakeSupabase>;
beforeEach(() => (supabase = fakeSupabase()));
afterEach(() => supabase.remove());

const settled = (file = '.env.deploy') => parseEnv(readFileSync(supabase.at(file), 'utf8'));
const commands = () => supabase.calls().map(({ args }) => args.slice(0, 2).join(' '));
const STEPS = ['link --project-ref', 'db push', 'db query', 'secrets set', 'config push'];
const ALL = [...STEPS, 'functions deploy', 'projects api-keys'];

test('the official CLI does each step, on the project that was asked for', async () => {
  supabase.write('.env.deploy', ANSWERS);
  const { output } = await supabase.deploy(['--yes']);
  expect(commands()).toEqual(ALL);
  for (const { args } of supabase.calls()) expect(args.join(' ')).toContain(REF);
  // What only a real project has is what deploy:check still finds.
  expect(output).toContain('✗ to do  Migrations');
});

test('no secret is in an argument or in what is printed', async () => {
  supabase.write('.env.deploy', ANSWERS);
  const { output } = await supabase.deploy(['--yes']);
  const { INGEST_DB_PASSWORD, BILLING_DB_PASSWORD, READ_DB_PASSWORD, CRON_SECRET } =
    settled() as Answers;
  const secrets = [
    ...Object.values(SECRETS),
    INGEST_DB_PASSWORD!,
    BILLING_DB_PASSWORD!,
    READ_DB_PASSWORD!,
    CRON_SECRET!,
  ];
  for (const secret of [...secrets, encodeURIComponent(SECRETS.DB_PASSWORD), 's3cr/t']) {
    expect(output).not.toContain(secret);
    expect(JSON.stringify(supabase.calls().map(({ args }) => args))).not.toContain(secret);
  }
});

test('what a step needs beside its arguments comes by the environment, and by files of its owner', async () => {
  supabase.write('.env.deploy', ANSWERS);
  await supabase.deploy(['--yes']);
  const [link, push, query, secrets, config] = supabase.calls();
  expect(link!.env.SUPABASE_ACCESS_TOKEN).toBe(SECRETS.SUPABASE_ACCESS_TOKEN);
  expect(push!.env.SUPABASE_DB_PASSWORD).toBe(SECRETS.DB_PASSWORD);
  expect(query!.file).toMatchObject({
    mode: 0o600,
    text: expect.stringContaining('SCRAM-SHA-256$'),
  });
  expect(query!.file!.text).not.toContain(settled().INGEST_DB_PASSWORD);
  expect(secrets!.file!.mode).toBe(0o600);
  expect(parseEnv(secrets!.file!.text)).toEqual({
    DASHBOARD_URL: 'https://crm.x.example',
    DB_CA: '-----BEGIN CERTIFICATE-----\nMII=',
    INGEST_DB_URL: `postgres://ingest.${REF}:${settled().INGEST_DB_PASSWORD}@127.0.0.1:6543/postgres`,
    READ_DB_URL: `postgres://reader.${REF}:${settled().READ_DB_PASSWORD}@127.0.0.1:6543/postgres`,
  });
  expect(config!.env).toMatchObject({
    SUPABASE_REMOTES_PRODUCTION_PROJECT_ID: REF,
    DASHBOARD_URL: 'https://crm.x.example',
    ...{ SMTP_HOST: 'smtp.x.example', SUPABASE_AUTH_EMAIL_SMTP_PORT: '587' },
    ...{ SMTP_USER: 'mailer@x.example', SMTP_PASS: 's3cr/t', SMTP_SENDER: 'hello@x.example' },
  });
  for (const file of ['.env.deploy', '.env.dashboard']) {
    expect(statSync(supabase.at(file)).mode & 0o777).toBe(0o600);
  }
  expect(settled('.env.dashboard')).toMatchObject({
    SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    SITE_URL: 'https://crm.x.example',
  });
  expect(readdirSync(supabase.at('tmp'))).toEqual([]);
});

test('a step that fails says what to do, and the next run goes through with the same passwords', async () => {
  supabase.write('.env.deploy', ANSWERS);
  const failed = await supabase.deploy(['--yes'], { FAIL_AT: 'secrets set' });
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('Unauthorized');
  expect(failed.output).toContain('Step 4 failed: supabase ended with 1. The token must belong');
  expect(failed.output).toContain('run npm run deploy again');
  expect(failed.output).not.toMatch(/^ +at /m);
  expect(commands()).toEqual(ALL.slice(0, 4));
  const { INGEST_DB_PASSWORD } = settled();

  await supabase.deploy(['--yes']);
  expect(commands().slice(4)).toEqual(ALL);
  expect(settled().INGEST_DB_PASSWORD).toBe(INGEST_DB_PASSWORD);
  const sql = supabase
    .calls()
    .flatMap(({ file }) => (file?.text.startsWith('alter') ? [file.text] : []));
  expect(sql[0]).toBe(sql[1]);
});

test('billing is deployed where there is a key of Stripe', async () => {
  supabase.write('.env.deploy', {
    ...ANSWERS,
    STRIPE_SECRET_KEY: 'sk_live_geheim',
    STRIPE_PRICE_ID: 'price_1',
  });
  const { output } = await supabase.deploy(['--yes']);
  expect(output).not.toContain('sk_live_geheim');
  const { file } = supabase.calls()[3]!;
  const { BILLING_DB_URL, DASHBOARD_URL } = parseEnv(file!.text);
  // Port 5432 has a connection for each instance of the function, and few of them.
  expect(BILLING_DB_URL).toMatch(/^postgres:\/\/billing\..*:6543\/postgres$/);
  expect(DASHBOARD_URL).toBe(ANSWERS.DASHBOARD_URL);
  expect(supabase.calls()[5]!.args).toContain('billing');
});

test('--dry-run prints each command, without secrets, and does nothing', async () => {
  supabase.write('.env.deploy', ANSWERS);
  const { code, output } = await supabase.deploy(['--dry-run']);
  expect(code).toBe(0);
  expect(output).toContain(`npx supabase db push --remote=${REF} --yes`);
  expect(output).toContain(
    'secrets set --remote=abcdefghijklmnopqrst --yes --env-file <DASHBOARD_URL, DB_CA, INGEST_DB_URL and READ_DB_URL>',
  );
  expect(output).toContain('Nothing was changed.');
  for (const secret of Object.values(SECRETS)) expect(output).not.toContain(secret);
  expect(supabase.calls()).toEqual([]);
  expect(existsSync(supabase.at('.env.dashboard'))).toBe(false);
});

test('--check changes nothing and looks at everything', async () => {
  supabase.write('.env.deploy', { ...ANSWERS, POOLER_HOST: '127.0.0.1' });
  const { output } = await supabase.deploy(['--check']);
  expect(commands()).toEqual(['projects api-keys']);
  expect(output).toContain('✗ to do  Role ingest');
});

test('without a terminal it says what to write into the file', async () => {
  const { code, output } = await supabase.deploy(['--yes']);
  expect(code).toBe(1);
  expect(output).toContain('Write these to .env.deploy');
  for (const { name } of QUESTIONS) expect(output).toContain(`${name}:`);
  expect(supabase.calls()).toEqual([]);
});

test('a wrong answer in the file is named before anything is done', async () => {
  supabase.write('.env.deploy', {
    ...ANSWERS,
    DASHBOARD_URL: 'https://crm.x.example/',
    PROJECT_REF: 'x',
  });
  const { code, output } = await supabase.deploy(['--yes']);
  expect(code).toBe(1);
  expect(output).toContain('PROJECT_REF: A reference has 20 letters');
  expect(output).toContain('DASHBOARD_URL: Write it as https://crm.x.example, with nothing');
  expect(supabase.calls()).toEqual([]);
});

test('it asks for what is missing until the answer will do', async () => {
  const answers: Answers = { ...ANSWERS };
  delete answers.PROJECT_REF;
  delete answers.SMTP_URL;
  answers.DB_CA_FILE = supabase.at('prod-ca-2021.crt');
  const open = openQuestions(answers, 'the file');
  expect(open.map(({ name }) => name)).toEqual(['PROJECT_REF', 'SMTP_URL']);
  const typed = ['', 'nonsense', REF, ''];
  const told: string[] = [];
  await askFor(
    open,
    answers,
    () => Promise.resolve(typed.shift()!),
    (text) => told.push(text),
  );
  expect(told).toEqual(['This one is needed.', 'A reference has 20 letters, a to z.']);
  expect(answers).toMatchObject({ PROJECT_REF: REF, SMTP_URL: '' });
});
