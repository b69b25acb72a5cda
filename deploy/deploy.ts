import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { explain, Failure } from '../local/failure.ts';
import {
  askFor,
  keepAnswers,
  openQuestions,
  readAnswers,
  secretsOf,
  type Answers,
} from './answers.ts';
import { publishableKey, runStep, typed } from './cli.ts';
import { checkSettings, dashboardSettings } from './installation.ts';
import { writePrivately } from './private-file.ts';
import { stepsFor } from './steps.ts';
import { askInTerminal } from './terminal.ts';

const USAGE = `npm run deploy              asks for what is missing, and deploys
npm run deploy -- --dry-run   prints what that would do
npm run deploy -- --yes       does not ask whether to go on
npm run deploy -- --check     only runs npm run deploy:check, with the answers
npm run deploy -- --write     ends with npm run deploy:check -- --write, for a project that nobody uses
npm run deploy -- --answers <file>   keeps the answers there and not in .env.deploy`;

const DASHBOARD_FILE = '.env.dashboard';

try {
  const flags = readFlags();
  const { file } = flags;
  const answers = readAnswers(file);
  const open = openQuestions(answers, file);
  if (flags.dryRun)
    printPlan(
      answers,
      open.map(({ name }) => name),
      file,
    );
  else {
    await complete(answers, open, file, flags.yes || flags.check);
    process.exitCode = await deploy(answers, flags);
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function readFlags() {
  try {
    const { values } = parseArgs({
      options: {
        'dry-run': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
        answers: { type: 'string', default: '.env.deploy' },
      },
    });
    const { 'dry-run': dryRun, answers: file, ...others } = values;
    return { dryRun, file, ...others };
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function printPlan(answers: Answers, missing: string[], file: string): void {
  if (missing.length)
    console.log(`Would ask for ${missing.join(', ')}, and keep them in ${file}.\n`);
  stepsFor(answers).forEach((step, index) =>
    console.log(`${index + 1}. ${step.title}\n     ${typed(step)}`),
  );
  console.log(
    `\nThen it writes the settings of the dashboard to ${DASHBOARD_FILE}, and runs npm run deploy:check.`,
  );
  console.log('Nothing was changed.');
}

/** Asks for what is missing and whether to go on. */
async function complete(
  answers: Answers,
  open: ReturnType<typeof openQuestions>,
  file: string,
  yes: boolean,
): Promise<void> {
  if (!process.stdin.isTTY && (open.length || !yes)) {
    const missing = open.map(({ name, ask }) => `\n  ${name}: ${ask}`).join('');
    throw new Failure(
      missing
        ? `No terminal to ask in. Write these to ${file}, one NAME=value per line:${missing}`
        : 'No terminal to ask in. Run it with --yes.',
    );
  }
  await askFor(open, answers, ({ ask, isSecret }) => askInTerminal(ask, isSecret), console.log);
  keepAnswers(answers, file);
  if (yes) return;
  const answer = await askInTerminal(`Deploy this commit to ${answers.PROJECT_REF}? [y/N]`);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('Nothing was changed.');
}

/** Resolves with the exit code of deploy:check. */
async function deploy(
  answers: Answers,
  { file, check: onlyCheck, write }: ReturnType<typeof readFlags>,
): Promise<number> {
  const hide = secretsOf(answers);
  const tell = (line: string) =>
    console.log(`     ${hide.reduce((text, secret) => text.replaceAll(secret, '•••'), line)}`);
  const token = answers.SUPABASE_ACCESS_TOKEN!;
  const steps = onlyCheck ? [] : stepsFor(answers);
  for (const [index, step] of steps.entries()) {
    console.log(`${index + 1}/${steps.length} ${step.title}\n     ${typed(step)}`);
    await runStep(step, token, tell).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      throw new Failure(
        `\nStep ${index + 1} failed: ${error.message} ${step.advice}\n` +
          `Finished steps stay finished. Fix the problem, also in ${file}, and run npm run deploy again.`,
      );
    });
  }
  const key = await publishableKey(answers.PROJECT_REF!, token);
  writePrivately(DASHBOARD_FILE, dashboardSettings(answers, key));
  console.log(
    `\nThe settings of the dashboard are in ${DASHBOARD_FILE}: docs/host/deploy.md, step 3.\n`,
  );
  return check(checkSettings(answers, key), write ? ['--write'] : []);
}

/** In a process of its own: Node reads NODE_EXTRA_CA_CERTS when it starts. */
function check(settings: Record<string, string>, flags: string[]): Promise<number> {
  const run = fileURLToPath(new URL('run.ts', import.meta.url));
  const child = spawn(process.execPath, [run, ...flags], {
    env: { ...process.env, ...settings },
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
