import { type Answered, PROBLEMS, WORDS } from '$lib/site/problems/list.ts';
import { RETRY } from '$lib/site/problems/words.ts';
import { paymentRequired, unauthorized, validationProblem } from '$contract/problem.ts';

/** The functions as their readers know them; one that is new goes by its own name. */
const HEADINGS: Record<string, string> = {
  ingest: 'HTTP API',
  billing: 'Billing',
  receive: 'Receivers',
};

/** Documents as they really come, for codes whose detail says more than their title. */
const REAL = new Map(
  [
    unauthorized(),
    paymentRequired(),
    validationProblem([{ pointer: '/email', detail: 'The email is empty.' }]),
  ].map((problem) => [problem.code as string, problem]),
);

/** The page of one code. */
export function problemMarkdown(code: string): string {
  const answered = PROBLEMS.get(code);
  const words = WORDS[code];
  if (!answered || !words) throw new Error(`Write about ${code} in web/lib/site/problems.`);
  const where = answered.map(
    ({ status, title, by }) => `**${status}** ${title}. Where: ${HEADINGS[by] ?? by}.`,
  );
  return `# ${code}

${where.join('\n\n')}

## What it means

${words.means}

## What to do

${words.todo}

## Try again?

${RETRY[words.retry]}

## An answer like this

\`\`\`json
${JSON.stringify(example(code, answered[0]!), null, 2)}
\`\`\`

\`code\` never changes its meaning: branch on it, not on the words. \`request_id\` is also in the header \`x-request-id\`.
`;
}

/** The page with all of them. */
export function problemsMarkdown(): string {
  const functions = [...new Set([...PROBLEMS.values()].flat().map(({ by }) => by))];
  return `# Problems

Every refusal is a [problem document](https://www.rfc-editor.org/rfc/rfc9457), sent as \`application/problem+json\`. Its \`type\` ends in one of these codes, and so does the address of the code's page: \`/problems/<code>\`.

In short: try again after a network error, a 429 or a 5xx, no sooner than \`Retry-After\` says. It is safe, since every call may be repeated. Of the others only a body that did not arrive is worth sending again.

${functions.map(listOf).join('\n\n')}
`;
}

function listOf(by: string): string {
  const items = [...PROBLEMS]
    .flatMap(([code, answered]) =>
      answered.filter((one) => one.by === by).map(({ status, title }) => ({ code, status, title })),
    )
    .toSorted((a, b) => a.status - b.status)
    .map(({ code, status, title }) => `- ${status} [\`${code}\`](/problems/${code}): ${title}.`);
  return `## ${HEADINGS[by] ?? by}\n\n${items.join('\n')}`;
}

function example(code: string, { title, document, by }: Answered): object {
  const real = by === 'ingest' ? REAL.get(code) : undefined;
  return real?.document('2f1c6d0e-8f4b-4c1a-9a53-0c5a1d6b7e21') ?? document(`${title}.`);
}
