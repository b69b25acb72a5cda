import { checkInstallation } from './checks.ts';
import { readSettings } from './settings.ts';

// npm run deploy:check: what is right in a hosted installation, and what to do about the rest.
const lines = await checkInstallation(readSettings(process.env));
const width = Math.max(...lines.map(({ name }) => name.length));
for (const { name, ok, text } of lines) {
  console.log(`${ok ? '✓ ok   ' : '✗ to do'}  ${name.padEnd(width)}  ${text}`);
}
const left = lines.filter(({ ok }) => !ok).length;
console.log(
  left ? `\n${left} to do: docs/host/deploy.md has the steps.` : '\nReady for customers.',
);
process.exitCode = left ? 1 : 0;
