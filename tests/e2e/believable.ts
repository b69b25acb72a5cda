// A believable year in the life of four small products, the same on every run.

export const PROJECTS = ['Inkwell', 'Quietmail', 'Shiplog', 'Tidy Forms'] as const;
export type Project = (typeof PROJECTS)[number];

export interface Call {
  project: Project;
  email: string;
  name?: string;
  status: 'free' | 'trial' | 'paid' | 'churned';
  params: Record<string, unknown>;
  timestamp: string;
}

const PEOPLE =
  `Alex Chen,Priya Raman,Jonas Weber,Mei-Ling Chow,Sofia Marchetti,Tomasz Nowak,Amara Okafor,Lukas Brandt,
  Hannah Whitfield,Diego Fuentes,Yuki Tanabe,Elif Demir,Noah Carter,Ingrid Solberg,Rafael Pinto,Chloe Bennett,
  Omar Haddad,Freya Lindqvist,Daniel Kim,Zoe Papadakis,Mateo Silva,Nadia Petrova,Oliver Grant,Leila Nasser,
  Ben Achterberg,Camille Roux,Ravi Menon,Astrid Holm,Marcus Hale,Giulia Ferri,Samir Patel,Eva Kral,
  Theo Lambert,Isabel Costa,Kwame Mensah,Lena Vogel,Hugo Martin,Aisha Bello,Piotr Zielinski,Nora Quinn,
  Emil Strand,Jade Foster,Viktor Horvat,Marta Ruiz,Felix Baum,Anya Sokolova,Liam Doyle,Rosa Almeida,
  Gabriel Stone,Tara Singh,Milan Kovac,Clara Jensen,Adam Levy,Beatriz Nunes,Owen Price,Sara Lund,
  Kenji Mori,Paula Ortega,Simon Fischer,Dalia Aziz,Ewan Ross,Livia Moretti,Arun Iyer,Greta Olsen`
    .split(',')
    .map((name) => name.trim());
const COMPANIES = [
  'northpine.co',
  'lumenworks.io',
  'example.com',
  'paperkite.dev',
  'studio-hale.com',
];
const PLANS = {
  free: { plan: 'free' },
  trial: { plan: 'pro', seats: 1 },
  paid: { plan: 'pro', mrr: 29, seats: 3 },
  churned: { plan: 'pro', reason: 'price' },
};
const DAY_MS = 86_400_000;

/** The calls that four projects would have sent in the year before `now`, in order. */
export function believableCalls(now: number): Call[] {
  const random = seeded(20261123);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const calls: Call[] = [];

  PEOPLE.forEach((name, place) => {
    const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@${pick(COMPANIES)}`;
    const count = 1 + Math.floor(random() ** 1.6 * 3.4);
    const projects = [...PROJECTS].sort(() => random() - 0.5).slice(0, Math.min(count, 4));
    // The further down the list, the longer ago the last sign of life.
    const last = now - (place / PEOPLE.length) ** 2.4 * 120 * DAY_MS - random() * 0.2 * DAY_MS;

    projects.forEach((project, index) => {
      const seen = last - index * random() * 20 * DAY_MS;
      const start = seen - (5 + random() * 200) * DAY_MS;
      const end = pick(['free', 'free', 'trial', 'paid', 'paid', 'paid', 'churned'] as const);
      const path = {
        free: [],
        trial: ['free'],
        paid: ['free', 'trial'],
        churned: ['trial', 'paid'],
      };
      const steps = [...path[end], end] as Call['status'][];
      steps.forEach((status, step) => {
        const at = start + ((seen - start) * (step + 1)) / steps.length;
        calls.push({
          project,
          email,
          ...(place % 9 === 8 ? {} : { name }),
          status,
          params: {
            ...PLANS[status],
            ...(status === 'free'
              ? { source: pick(['twitter', 'producthunt', 'google', 'newsletter', 'friend']) }
              : { country: pick(['DE', 'US', 'IN', 'BR', 'NO']) }),
          },
          timestamp: new Date(at).toISOString(),
        });
      });
    });
  });
  return calls.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
