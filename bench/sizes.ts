export interface Size {
  customers: number;
  connections: number[];
  rounds: number;
  seconds: number;
  rampSeconds: number;
  growth: { few: number; many: number; rounds: number; seconds: number };
}

/** About twelve minutes. */
export const FULL: Size = {
  customers: 100_000,
  connections: [1, 8, 64, 256],
  rounds: 3,
  seconds: 4,
  rampSeconds: 0.5,
  growth: { few: 10_000, many: 1_000_000, rounds: 5, seconds: 3 },
};

/** To see that it works; the figures say little. */
export const QUICK: Size = {
  customers: 20_000,
  connections: [1, 8, 64, 256],
  rounds: 1,
  seconds: 1,
  rampSeconds: 0.5,
  growth: { few: 10_000, many: 100_000, rounds: 1, seconds: 1 },
};
