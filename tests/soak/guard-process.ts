import { createInterface } from 'node:readline';
import { removeEphemeralFolder } from '../../local/ephemeral-folder.ts';
import { killTree, resumeTree, signal, untilGone } from './process-tree.ts';
import type { GuardMessage } from './guard.ts';

// Started by guard.ts. The end of stdin is the end of the process that we guard, however it ended.
let latest: GuardMessage | undefined;
for await (const line of createInterface({ input: process.stdin })) latest = JSON.parse(line);

const { folder, programs } = latest!;
for (const { name, pid } of programs) {
  resumeTree(pid);
  signal(pid, name === 'Postgres' ? 'SIGINT' : 'SIGKILL');
}
await untilGone(
  programs.map(({ pid }) => pid),
  3000,
);
for (const { pid } of programs) await killTree(pid);
removeEphemeralFolder(folder);
