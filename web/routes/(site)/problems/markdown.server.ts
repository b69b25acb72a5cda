import { CODES, WORDS } from './list.ts';
import { RETRY } from './words.ts';
import {
  codesOf,
  type EdgeFunction,
  paymentRequired,
  Problem,
  type ProblemCode,
  PROBLEMS,
  unauthorized,
  validationProblem,
} from '$contract/problems.ts';

/** The functions as their readers know them. */
const HEADINGS: Record<EdgeFunction, string> = {
  ingest: 'HTTP API',
  receive: 'Integrations',
  billing: 'Billing',
  read: 'Read API',
  mcp: 'MCP server',
};

/** Documents as they really come, for codes whose detail says more than their title. */
const REAL = new Map(
  [
    unauthorized(),
    paymentRequired(),
    validationProblem([{ pointer: '/email', detail: 'The email is empty.' }]),
  ].map((problem) => [problem.code, problem]),
);

/** The page of one code. */
export function problemMarkdown(code: string): string {
  const words = WORDS[code];
  if (!isCode(code) || !words)
    throw new Error(`Write about ${code} in web/routes/(site)/problems.`);
  const [status, title, ...functions] = PROBLEMS[code];
  const where = functions.map((by) => HEADINGS[by]).join(', ');
  return `# ${code}

**${status}** ${title}. Where: ${where}.

## What it means

${words.means}

## What to do

${words.todo}

## Try again?

${RETRY[words.retry]}

## Example

\`\`\`json
${JSON.stringify(example(code), null, 2)}
\`\`\`

\`code\` never changes its meaning: use it in your code, not the text. \`request_id\` is also in the header \`x-request-id\`.
`;
}

/** The page with all of them. */
export function problemsMarkdown(): string {
  const functions = Object.keys(HEADINGS) as EdgeFunction[];
  return `# Problems

Every error is a [problem document](https://www.rfc-editor.org/rfc/rfc9457), sent as \`application/problem+json\`. Its \`type\` links to the page for its code: \`/problems/<code>\`.

In short: retry after a network error, a 429 or a 5xx, no sooner than \`Retry-After\` says. That’s safe, because every call can be repeated. Otherwise retry only if the body didn’t arrive (400 \`incomplete_body\`, 408 \`request_timeout\`).

${functions.map(listOf).join('\n\n')}
`;
}

function listOf(by: EdgeFunction): string {
  const items = codesOf(by).map((code) => {
    const [status, title] = PROBLEMS[code];
    return `- ${status} [\`${code}\`](/problems/${code}): ${title}.`;
  });
  return `## ${HEADINGS[by]}\n\n${items.join('\n')}`;
}

function example(code: ProblemCode): object {
  const problem = REAL.get(code) ?? new Problem(code, `${PROBLEMS[code][1]}.`);
  return problem.document('2f1c6d0e-8f4b-4c1a-9a53-0c5a1d6b7e21');
}

function isCode(code: string): code is ProblemCode {
  return CODES.some((one) => one === code);
}
