import { parseRows } from '../_shared/contract/filters/rows.ts';
import { toFilter } from '../_shared/contract/filters/sql.ts';
import { Problem } from '../_shared/contract/problems.ts';
import type { Answer, Reader } from '../_shared/database/reader.ts';
import { keyHash } from '../_shared/http/api-key.ts';
import { mustPay } from '../_shared/http/read-key.ts';
import type { ReadLimits } from '../_shared/http/read-limits.ts';
import type { Route } from '../_shared/http/route.ts';
import { feedCsv, type FeedProject, type Person } from './feed-csv.ts';

const FEEDS = '/read/feeds/';
const ADDRESS = /\/([^/.]+)\.(csv|json)$/;
/** People whose rows are in memory at once. */
const PART = 500;

interface Feed {
  view: { name: string; query: string };
  projects: FeedProject[];
}
interface Ids {
  ids: string[];
  cursor: string | null;
}

/** GET /feeds/<secret>.csv and .json: all people of a saved view, written while they are read. */
export function createFeedRoute(
  reader: Reader,
  limits: ReadLimits,
  linked: <One extends { id: string }>(customer: One) => object,
): Route {
  return {
    method: 'GET',
    name: `${FEEDS}<address>`,
    async answer(request, { address, headers }) {
      const [, key = '', format] = ADDRESS.exec(new URL(request.url).pathname) ?? [];
      const hash = keyHash(key, 'feed');
      Object.assign(headers, limits.take(address, hash), { 'referrer-policy': 'no-referrer' });
      const feed = hash && (await reader<Feed>('feed', hash));
      if (!feed || ('refused' in feed && feed.refused === 'unauthorized')) {
        limits.refused(address, hash);
        throw new Problem(
          'not_found',
          'There is no feed at this address. It may have been revoked or replaced: see Settings, Connect.',
        );
      }
      limits.accepted(hash);
      const { view, projects } = granted(feed);
      const people = readPeople(reader, hash, view.query);
      // The first part now, so that what cannot be read is still told as a problem.
      const first = await people.next();
      const all = resume(first, people);
      const parts =
        format === 'csv' ? writeCsv(projects, all) : writeJson(view.name, all, projects, linked);
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
      return new Response(request.method === 'HEAD' ? null : toBody(parts), {
        headers: { 'content-type': type },
      });
    },
  };
}

/** The people of a view in its order, all as of one moment, part by part. */
async function* readPeople(reader: Reader, hash: string, query: string): AsyncGenerator<Person[]> {
  const { sort, descending, ...rows } = parseRows(new URLSearchParams(query));
  const asked = { filter: toFilter(rows), sort, descending };
  let cursor: string | null = null;
  do {
    const question = JSON.stringify({ ...asked, cursor });
    const found: Ids = granted(await reader<Ids>('feedIds', hash, question));
    for (let at = 0; at < found.ids.length; at += PART) {
      const part = found.ids.slice(at, at + PART);
      yield granted(await reader<{ customers: Person[] }>('feedRows', hash, part)).customers;
    }
    cursor = found.cursor;
  } while (cursor !== null);
}

async function* resume<Part>(first: IteratorResult<Part>, rest: AsyncGenerator<Part>) {
  if (first.done) return;
  yield first.value;
  yield* rest;
}

async function* writeCsv(projects: FeedProject[], people: AsyncIterable<Person[]>) {
  const { head, lineOf } = feedCsv(projects);
  yield head;
  for await (const part of people) yield part.map(lineOf).join('');
}

async function* writeJson(
  view: string,
  all: AsyncIterable<Person[]>,
  projects: FeedProject[],
  linked: (customer: Person) => object,
) {
  let separator = '';
  yield `{"view":${JSON.stringify(view)},"customers":[`;
  for await (const part of all) {
    if (part.length === 0) continue;
    const people = part.map((person) => linked(withNames(person, projects)));
    yield separator + people.map((person) => JSON.stringify(person)).join(',');
    separator = ',';
  }
  yield ']}';
}

/** Their projects with names, in the order of all projects. One that was made since the feed began is in the next one. */
function withNames(person: Person, projects: FeedProject[]): Person {
  const badges = projects.flatMap(({ id, name }) =>
    person.projects.filter((badge) => badge.id === id).map((badge) => ({ ...badge, name })),
  );
  return { ...person, projects: badges };
}

/** Made as it is taken. An error ends it as cut off, so that nobody takes a part for the whole. */
function toBody(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function granted<Body extends object>(answer: Answer<Body>): Body {
  if (!('refused' in answer)) return answer;
  if (answer.refused === 'payment_required') throw mustPay();
  throw new Problem(
    'view_deleted',
    'The view that this feed shows was deleted. Save it again and create a feed of it under Settings, Connect.',
  );
}
