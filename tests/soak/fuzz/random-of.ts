import { Random } from '../random.ts';

/** The choices of one case, which nothing before it changes. */
export function randomOf(seed: number, number: number): Random {
  return new Random(Math.imul(seed, 0x9e3779b1) ^ number);
}
