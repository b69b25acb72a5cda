/** What TinyCRM promises about order, as a plain fold: the checks compare the database with it. */

/** Microseconds since 1970, as precise as Postgres is. */
export type Micros = number;
export type Status = 'free' | 'trial' | 'paid' | 'churned';
export type Params = Record<string, unknown>;

/** A call of a project about one person, and when it happened. */
export interface Event {
  type: 'identify' | 'ping';
  project: string;
  email: string;
  at: Micros;
  name?: string;
  status?: Status;
  /** Null removes a key. */
  params?: Params;
}

/** A person in one project. */
export interface CustomerProject {
  status: Status;
  params: Params;
  firstSeen: Micros;
  lastActivity: Micros;
}

/** A person in an account. */
export interface Person {
  name: string | null;
  firstSeen: Micros;
  lastActivity: Micros;
  /** By project. */
  customerProjects: Record<string, CustomerProject>;
}

/**
 * What the events about one person amount to, however and in whatever order they arrived: they are
 * taken by event time, so that the newest that says something about a field decides it. No two
 * may have the same time. Pings that found nobody must be left out. Undefined: nobody was identified.
 */
export function fold(events: readonly Event[]): Person | undefined {
  const byTime = events.toSorted((a, b) => a.at - b.at);
  const identifies = byTime.filter(({ type }) => type === 'identify');
  if (identifies.length === 0) return undefined;

  const person: Person = {
    name: null,
    firstSeen: identifies[0]!.at,
    lastActivity: byTime.at(-1)!.at,
    customerProjects: {},
  };
  for (const { project, at, name, status, params } of identifies) {
    const customerProject = (person.customerProjects[project] ??= {
      status: 'free',
      params: {},
      firstSeen: at,
      lastActivity: at,
    });
    if (name !== undefined) person.name = name;
    if (status !== undefined) customerProject.status = status;
    for (const [key, value] of Object.entries(params ?? {})) {
      if (value === null) delete customerProject.params[key];
      else customerProject.params[key] = value;
    }
  }
  for (const { project, at } of byTime) {
    const customerProject = person.customerProjects[project];
    if (customerProject) customerProject.lastActivity = at;
  }
  return person;
}

/** ISO 8601 with six digits of a second. */
export function isoTime(at: Micros): string {
  const micros = String(at % 1_000_000).padStart(6, '0');
  return new Date(Math.floor(at / 1000)).toISOString().replace(/\.\d+Z$/, `.${micros}Z`);
}
