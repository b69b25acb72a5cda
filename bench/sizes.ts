import { PATHS, type PathName } from './paths/path.ts';

export interface Size {
  paths: readonly PathName[];
  customers: number;
  connections: number[];
  rounds: number;
  seconds: number;
  rampSeconds: number;
  /** How many customers there are at first and at last. */
  growth: { few: number; many: number; rounds: number; seconds: number };
}

/** About twelve minutes. */
export const FULL: Size = {
  paths: PATHS,
  customers: 100_000,
  connections: [1, 8, 64, 256],
  rounds: 3,
  seconds: 4,
  rampSeconds: 0.5,
  growth: { few: 10_000, many: 1_000_000, rounds: 5, seconds: 3 },
};

/** To see that it works; the figures say little. */
export const QUICK: Size = {
  paths: PATHS,
  customers: 20_000,
  connections: [1, 8, 64, 256],
  rounds: 1,
  seconds: 1,
  rampSeconds: 0.5,
  growth: { few: 10_000, many: 100_000, rounds: 1, seconds: 1 },
};
