import { createHash } from 'node:crypto';

// Believable people, the same ones in every run: person n has always the same email, name and status.

/** How many projects the account has. Person n is a customer of project n % PROJECTS at least. */
export const PROJECTS = 20;

export const FIRST_NAMES =
  `ada alan alice amir anna ben bo carla chen clara david diego elena emil eva fatima felix grace
  hana hugo ines ivan jack jane jonas kim lea leo lina lucas maria max mia nina noah olga omar
  paul priya rosa`.split(/\s+/);
export const LAST_NAMES =
  `almeida andersen baker bauer bianchi brown carter chang costa cruz diaz dubois evans ferrari
  fischer garcia gomez gray haddad hansen hill ito jansen jones kaya keller khan kim kowalski
  larsen lee lopez martin meyer moreau murphy nguyen novak okafor patel perez popov rossi sato
  schmidt silva singh smith tanaka weber`.split(/\s+/);
export const STATUSES = 'free free free free free trial trial paid paid churned'.split(' ');
export const PLANS = 'none none none none none pro team pro team none'.split(' ');
export const COUNTRIES = 'US DE BR IN JP FR GB NG ES AU'.split(' ');

export interface Person {
  email: string;
  name: string;
  status: string;
  plan: string;
  country: string;
  /** Positions of the projects this person uses, 2.5 on average. */
  projects: number[];
}

export function person(n: number): Person {
  const first = FIRST_NAMES[n % FIRST_NAMES.length]!;
  const last = LAST_NAMES[Math.floor(n / FIRST_NAMES.length) % LAST_NAMES.length]!;
  const uses = 1 + (Math.floor(n / PROJECTS) % 4);
  return {
    email: `${first}.${last}${n}@example.com`,
    name: `${capitalized(first)} ${capitalized(last)}`,
    status: STATUSES[scattered(n, 1) % STATUSES.length]!,
    plan: PLANS[scattered(n, 2) % PLANS.length]!,
    country: COUNTRIES[scattered(n, 3) % COUNTRIES.length]!,
    // 7 has no factor in common with 20, so they are all different.
    projects: Array.from({ length: uses }, (_, i) => (n + 7 * i) % PROJECTS),
  };
}

/** The body of an identify call for person n, as a product sends it when something changed. */
export function identifyBody(n: number, prefix = '') {
  const { email, name, status, plan, country } = person(n);
  return {
    email: prefix + email,
    name,
    status,
    params: { plan, country, seats: randomBelow(50) + 1, mrr: randomBelow(500) },
  };
}

/** A whole number from 0 to 2 ** 32 - 1 that depends on n and on what it is for, and on nothing else of n. */
export function scattered(n: number, purpose: number): number {
  let x = Math.imul(n + 1, 0x9e3779b1) ^ Math.imul(purpose, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** A UUID that depends only on its parts. Spread like random ones, which is what indexes have to bear. */
export function uuidOf(...parts: (string | number)[]): string {
  const hex = createHash('md5').update(parts.join('/')).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export function randomBelow(limit: number): number {
  return Math.floor(Math.random() * limit);
}

export function capitalized(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
