import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Counts, Print } from './schedule.ts';

const color = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };

/** The program of a package that is installed here. */
export const bin = (name: string) => `node_modules/.bin/${name}`;

/** Runs a program and prints what it prints. Resolves with its exit code and output, plain. */
export function run(
  print: Print,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, ...color, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        print(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: stripVTControlCharacters(output) }));
  });
}

/** A program that is one check: it passes or fails. */
export function check(command: string, ...args: string[]) {
  return async (print: Print): Promise<Counts> => {
    const { code } = await run(print, command, args);
    return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };
}

/** A failed exit without a failed test is a failure all the same. */
export function counted(code: number | null, passed: number, failed: number): Counts {
  return { passed, failed: failed || (code === 0 && passed > 0 ? 0 : 1) };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/** The tests of a project of vitest.config.ts. */
export function vitest(project: string) {
  return async (print: Print): Promise<Counts> => {
    const { code, report } = await runVitest(print, project, []);
    const counts = counted(code, report.numPassedTests, report.numFailedTests);
    const failed = report.testResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return counts;
    const passedThere = failed
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === 'passed').length;
    return {
      ...counts,
      async again(print) {
        const files = failed.map(({ name }) => name);
        const { code, report } = await runVitest(print, project, files);
        const { passed, failed: left } = counted(
          code,
          report.numPassedTests,
          report.numFailedTests,
        );
        return { passed: counts.passed - passedThere + passed, failed: left };
      },
    };
  };
}

/** `files`: none for all of the project. */
async function runVitest(print: Print, project: string, files: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-vitest-'));
  const path = join(folder, 'report.json');
  try {
    const { code } = await run(print, bin('vitest'), [
      ...['run', '--reporter=default', '--reporter=json', `--outputFile=${path}`],
      ...[`--project=${project}`, ...files],
    ]);
    return { code, report: JSON.parse(await readFile(path, 'utf8')) as VitestReport };
  } finally {
    await rm(folder, { recursive: true });
  }
}
