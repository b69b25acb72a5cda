// Plain JavaScript, so that even a Node too old for TypeScript can say what is wrong, or find a newer one.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const [script, ...rest] = process.argv.slice(2);
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  process.argv.splice(1, process.argv.length, script, ...rest);
  await import(new URL(script, import.meta.url).href);
} else {
  // npm 11 puts this Node first on the path of scripts by itself; npm 10, which Node 20 brings, does not.
  const folder = fileURLToPath(
    new URL(`../node_modules/node-${process.platform}-${process.arch}/bin`, import.meta.url),
  );
  if (existsSync(`${folder}/node`)) {
    runWith(folder);
  } else {
    process.stderr.write(
      `TinyCRM needs Node 22.18 or newer and this is Node ${process.versions.node}: ` +
        'run npm install, which brings Node 24 on Linux, or install a newer Node.\n',
    );
    process.exitCode = 1;
  }
}

/** Runs the same again with the Node in `folder`, which every process below it then finds first. */
function runWith(folder) {
  const child = spawn(`${folder}/node`, [fileURLToPath(import.meta.url), script, ...rest], {
    stdio: 'inherit',
    env: { ...process.env, PATH: folder + delimiter + process.env.PATH },
  });
  // The terminal sends Ctrl-C to both; this one ends when the other has cleaned up.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal ? 1 : 0);
  });
}
