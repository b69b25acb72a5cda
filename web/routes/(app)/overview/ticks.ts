const DAY_WIDTH = 64;

/** The last of what stands along an axis, and those before it, evenly apart: as many as `room` pixels have for their days. */
export function daysInRoom<T>(all: T[], room: number): T[] {
  const most = Math.min(6, Math.max(2, Math.floor(room / DAY_WIDTH)));
  const every = Math.ceil(all.length / most);
  return all.filter((_, index) => (all.length - 1 - index) % every === 0);
}

/** Three to six whole numbers between two counts (0 within), evenly apart by 1, 2 or 5 times a power of ten. */
export function wholeTicks(from: number, to: number): number[] {
  const least = Math.max(1, (to - from) / 5);
  const power = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= least)!;
  const ticks: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n++) ticks.push(n * step);
  return ticks;
}
