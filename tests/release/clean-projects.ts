import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm } from '../../local/npm.ts';
import { projectRoot } from '../../local/project.ts';
import { customer, makeProject } from '../examples/project.ts';

const execute = promisify(execFile);

/** A product that has nothing but our packages. */
interface CleanProject {
  title: string;
  type: 'module' | 'commonjs';
  /** The file that a snippet goes into, and what turns it into what Node runs, if anything. */
  file: string;
  isTyped?: boolean;
  /** What a project of this kind has to write otherwise than the READMEs do. */
  adapt?: (snippet: string) => string;
}

export const PROJECTS: CleanProject[] = [
  { title: 'ESM', type: 'module', file: 'main.js' },
  {
    title: 'CommonJS',
    type: 'commonjs',
    file: 'main.js',
    adapt: (snippet) =>
      snippet.replace(/^import (\{.*?\}) from ('.*?');/m, 'const $1 = require($2);'),
  },
  { title: 'TypeScript', type: 'module', file: 'main.ts', isTyped: true },
];

/** The snippets of the README and of the dashboard, byte for byte. */
async function snippets(): Promise<[title: string, code: string][]> {
  const readme = await readFile(join(projectRoot, 'README.md'), 'utf8');
  const node = await readFile(join(projectRoot, 'examples/snippets/node.js'), 'utf8');
  return [
    ['README.md', /^```ts\n(.*?)^```$/ms.exec(readme)![1]!],
    ['examples/snippets/node.js', node],
  ];
}

/** Installs the packages in a folder of its own, and runs there what is shown. Says what was done. */
export async function tryIn(
  { title, type, file, isTyped, adapt = (text) => text }: CleanProject,
  parent: string,
  tarballs: string[],
): Promise<string> {
  const folder = join(parent, title);
  await mkdir(folder);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'clean', private: true, type }),
  );
  const { command, args } = npm('install', '--no-audit', '--no-fund', '--silent', ...tarballs);
  await execute(command, args, { cwd: folder });

  const done: string[] = [];
  for (const [name, code] of await snippets()) {
    await writeFile(join(folder, file), adapt(code));
    if (isTyped) await compile(folder, file);
    const project = await makeProject();
    const { stderr } = await execute(process.execPath, ['main.js'], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...project.env },
    });
    if (stderr) throw new Error(`${title}, ${name}: ${stderr}`);
    const row = await customer(project, 'alex@example.com');
    if (!row) throw new Error(`${title}, ${name}: it ended well, and nobody was stored.`);
    done.push(`${name} made a ${row.status} customer`);
  }

  const project = await makeProject();
  await writeFile(join(folder, 'people.csv'), 'email,plan\nsam@example.com,pro\n');
  const program = join(folder, 'node_modules/.bin/tinycrm-import');
  await execute(program, ['people.csv'], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...project.env },
  });
  if (!(await customer(project, 'sam@example.com'))) {
    throw new Error(`${title}: tinycrm-import ended well, and nobody was stored.`);
  }
  return [...done, 'tinycrm-import brought a file'].join(', ');
}

/** As a strict project would: nothing of the types may be an any or go missing. */
async function compile(folder: string, file: string): Promise<void> {
  const types = join(projectRoot, 'node_modules', '@types');
  await execute(
    process.execPath,
    [
      createRequire(import.meta.url).resolve('typescript/bin/tsc'),
      ...['--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--target', 'es2022'],
      ...['--types', 'node', '--typeRoots', types, '--ignoreConfig', file],
    ],
    { cwd: folder },
  ).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`The snippet does not compile:\n${stdout}`);
  });
}
