import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { Failure } from '../local/failure.ts';
import { writePrivately } from './private-file.ts';
import { QUESTIONS, type Question } from './questions.ts';

export type Answers = Record<string, string>;

/** What npm run deploy makes up itself, once. */
const MADE_UP = ['INGEST_DB_PASSWORD', 'BILLING_DB_PASSWORD', 'READ_DB_PASSWORD', 'CRON_SECRET'];

/** What the file says. Nothing when there is none yet. */
export function readAnswers(file: string): Answers {
  return existsSync(file) ? (parseEnv(readFileSync(file, 'utf8')) as Answers) : {};
}

/** The questions that the answers leave open. Throws a Failure for an answer that will not do. */
export function openQuestions(answers: Answers, file: string): Question[] {
  const wrong = QUESTIONS.flatMap(({ name, check }) => {
    const answer = answers[name];
    const problem = answer === undefined ? undefined : check?.(answer);
    return problem ? [`${name}: ${problem}`] : [];
  });
  if (wrong.length) throw new Failure(`Fix these in ${file}:\n  ${wrong.join('\n  ')}`);
  return QUESTIONS.filter(({ name }) => answers[name] === undefined);
}

/** Asks until every question has an answer that will do. */
export async function askFor(
  open: Question[],
  answers: Answers,
  ask: (question: Question) => Promise<string>,
  tell: (text: string) => void,
): Promise<void> {
  for (const question of open) {
    for (;;) {
      const answer = (await ask(question)).trim() || question.otherwise;
      const problem = answer === undefined ? 'This one is needed.' : question.check?.(answer);
      if (problem) {
        tell(problem);
        continue;
      }
      answers[question.name] = answer!;
      break;
    }
  }
}

/** Adds the passwords that nobody needs to know, and keeps all for the next run. */
export function keepAnswers(answers: Answers, file: string): void {
  for (const name of MADE_UP) answers[name] ??= randomBytes(32).toString('hex');
  writePrivately(file, answers);
}

/** What may stand in no line that is printed. */
export function secretsOf(answers: Answers): string[] {
  const names = [
    ...QUESTIONS.filter(({ isSecret }) => isSecret).map(({ name }) => name),
    ...MADE_UP,
    ...['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'],
  ];
  const smtp = answers.SMTP_URL ? new URL(answers.SMTP_URL).password : '';
  const values = [...names.map((name) => answers[name] ?? ''), smtp, decodeURIComponent(smtp)];
  return values.flatMap((value) => [value, encodeURIComponent(value)]).filter(Boolean);
}
