import type { Mutant } from '../check.ts';

export const overloadMutants: Mutant[] = [
  {
    name: 'a queue without an end',
    edge: {
      file: 'ingest/writing/group-commit.ts',
      replace: [['return (isInTime || waiting < room) && ', 'return room > -Infinity || ']],
    },
  },
  {
    name: 'sheds without Retry-After',
    edge: {
      file: 'ingest/writing/store.ts',
      replace: [["headers: { 'retry-after': '1' },", '']],
    },
  },
];

export const noisyNeighborMutants: Mutant[] = [
  {
    name: 'one queue for all, first come, first served',
    edge: {
      file: 'ingest/writing/waiting.ts',
      replace: [['this.owner = owner;', "this.owner = { account: '', project: '' };"]],
    },
  },
  {
    name: 'each project is an owner, as if it had an account of its own',
    edge: {
      file: 'ingest/limits/project-limits.ts',
      replace: [['account: accountId, project', 'account: keyHash, project']],
    },
  },
  {
    name: 'one line may take up the whole queue',
    edge: {
      file: 'ingest/writing/group-commit.ts',
      replace: [['(isInTime || waiting < room)', 'room > 0']],
    },
  },
];
