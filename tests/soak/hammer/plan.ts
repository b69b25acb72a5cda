import type { Event, Micros, Status } from '../model.ts';
import { Random } from '../random.ts';

/** A project of one of the accounts. */
export interface PlannedProject {
  id: string;
  account: number;
}

export interface PlannedCall extends Event {
  /** The param that no other call sets. */
  ownKey: string;
  /** Whether the server is to say when it happened. Then `at` is only a number above every time. */
  isLive: boolean;
}

/** One request: a single call, or a batch. All of it is about one project. */
export type PlannedRequest = PlannedCall[];

export interface HammerSize {
  singles: number;
  batches: number;
  batchSize: number;
  /** How many times 20 people whom nobody knows are sent by four batches at once. */
  newcomerRounds: number;
  emails: number;
}

/** Above every real time. */
export const LIVE = 9e15;
const STATUSES: Status[] = ['free', 'trial', 'paid', 'churned'];
const NEWCOMERS = 20;

/**
 * Shuffled requests. Each identify sets a param of its own, so that the stored params are the
 * list of all calls that were kept. `begin` is the earliest event time; no two are the same.
 */
export function planHammer(
  projects: readonly PlannedProject[],
  size: HammerSize,
  begin: Micros,
  seed: number,
): PlannedRequest[] {
  const random = new Random(seed);
  const emails = Array.from({ length: size.emails }, (_, i) => `person-${i}@example.com`);
  const customerProjects = projects.flatMap(({ id }) =>
    emails.map((email) => ({ project: id, email })),
  );
  const newcomerCalls = size.newcomerRounds * NEWCOMERS * 4;
  const total = size.singles + size.batches * size.batchSize + newcomerCalls;
  const times = random.shuffle(Array.from({ length: total }, (_, i) => begin + i));
  let made = 0;

  const requests: PlannedRequest[] = [];
  for (let i = 0; i < size.singles; i++) {
    const { project, email } = customerProjects[i % customerProjects.length]!;
    requests.push([call(project, email)]);
  }
  for (let i = 0; i < size.batches; i++) {
    const { id } = projects[i % projects.length]!;
    // Now and then a batch of nothing but pings, which lock many people too.
    const pings = i % 7 === 0 ? 1 : 0.1;
    requests.push(
      Array.from({ length: size.batchSize }, () => call(id, random.pick(emails), pings)),
    );
  }
  random.shuffle(requests);

  const rounds = Array.from({ length: size.newcomerRounds }, (_, round) => {
    const account = round % (projects.at(-1)!.account + 1);
    const own = projects.filter((project) => project.account === account).slice(0, 4);
    const people = Array.from({ length: NEWCOMERS }, (_, i) => `new-${round}-${i}@example.com`);
    return own.map(({ id }) => random.shuffle([...people]).map((email) => call(id, email, 0)));
  });
  return spread(requests, rounds);

  function call(project: string, email: string, pings = 0.1): PlannedCall {
    const number = made++;
    const isLive = random.chance(0.25);
    const ownKey = `call_${number}`;
    const at = isLive ? LIVE + number : times[number]!;
    const base = { project, email, at, ownKey, isLive };
    if (random.chance(pings)) return { type: 'ping', ...base };
    if (isLive) return { type: 'identify', ...base, params: { [ownKey]: number } };
    return {
      type: 'identify',
      ...base,
      ...(random.chance(0.5) && { status: random.pick(STATUSES) }),
      ...(random.chance(0.2) && { name: `Person ${number}` }),
      params: {
        [ownKey]: number,
        ...(random.chance(0.5) && { newest: number }),
        ...(random.chance(0.3) && { comes_and_goes: random.chance(0.5) ? number : null }),
      },
    };
  }
}

/** Puts each round in at an even distance, its requests side by side. */
function spread(requests: PlannedRequest[], rounds: PlannedRequest[][]): PlannedRequest[] {
  const distance = requests.length / (rounds.length + 1);
  const parts = rounds.map((round, i) => [
    ...requests.slice(Math.round(i * distance), Math.round((i + 1) * distance)),
    ...round,
  ]);
  return [...parts.flat(), ...requests.slice(Math.round(rounds.length * distance))];
}
