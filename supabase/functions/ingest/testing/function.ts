import assert from 'node:assert/strict';
import { problemDocumentSchema } from '../../_shared/contract/answers.ts';
import { BodiesInFlight } from '../../_shared/http/bodies-in-flight.ts';
import { createHandler } from '../../_shared/http/handler.ts';
import type { GroupCommitOptions } from '../writing/group-commit.ts';
import { createIntake } from '../writing/intake.ts';
import { Limiter } from '../limits/limiter.ts';
import { InvalidKeys } from '../../_shared/http/invalid-keys.ts';
import type { GroupEntry, RequestEntry } from '../../_shared/http/log.ts';
import { ProjectLimits } from '../limits/project-limits.ts';
import { Refusals, reportTo } from '../limits/refusals.ts';
import { createRoutes } from '../routes.ts';
import { createSchemas } from '../../_shared/contract/schema.ts';
import type {
  IdentifyCall,
  IdentifyOutcome,
  ImportOutcome,
  ImportRow,
  PingCall,
  PingOutcome,
  ProjectLimit,
  Refusal,
  Store,
  UndoneImport,
} from '../writing/store.ts';

/** Made by the database of a test, which is gone. */
export const API_KEY = 'tcrm_proj_yJG63H3jLpAkxzTsw9dwYmwulkBDQuRf2rCB0K493QtmSAFA7';
export const IMPORT_ID = '6f1d7c1e-93a4-4a57-9a0e-1f3f6b1f2d10';
export const NOW = Date.parse('2026-06-01T12:00:00Z');

/** A store that writes nothing: it keeps what it was given and answers as told. */
export class MemoryStore implements Store {
  readonly identified: IdentifyCall[][] = [];
  readonly pinged: PingCall[][] = [];
  identifyOutcome: (call: IdentifyCall) => IdentifyOutcome = () => 'created';
  pingOutcome: (call: PingCall) => PingOutcome = () => 'updated';
  readonly imported: ImportRow[][] = [];
  importOutcome: (row: ImportRow) => ImportOutcome = () => 'created';
  undone: UndoneImport = { outcome: 'not_found' };
  projectLimits: ProjectLimit[] = [];
  readonly refusals: Refusal[][] = [];
  /** The error that every method rejects with, when set. */
  error: Error | undefined;

  identify = async (calls: readonly IdentifyCall[]): Promise<IdentifyOutcome[]> => {
    await this.check();
    this.identified.push([...calls]);
    return calls.map(this.identifyOutcome);
  };

  ping = async (calls: readonly PingCall[]): Promise<PingOutcome[]> => {
    await this.check();
    this.pinged.push([...calls]);
    return calls.map(this.pingOutcome);
  };

  startImport = async (): Promise<string> => {
    await this.check();
    return IMPORT_ID;
  };

  importRows = async (rows: readonly ImportRow[]): Promise<ImportOutcome[]> => {
    await this.check();
    this.imported.push([...rows]);
    return rows.map(this.importOutcome);
  };

  undoImport = async (): Promise<UndoneImport> => {
    await this.check();
    return this.undone;
  };

  limits = async (keyHashes: readonly string[]): Promise<ProjectLimit[]> => {
    await this.check();
    return this.projectLimits.filter(({ keyHash }) => keyHashes.includes(keyHash));
  };

  reportRefusals = async (refusals: readonly Refusal[]): Promise<void> => {
    await this.check();
    this.refusals.push([...refusals]);
  };

  check = (): Promise<void> => (this.error ? Promise.reject(this.error) : Promise.resolve());
}

interface Settings {
  callsPerSecond?: number;
  invalidKeysPerMinute?: number;
  groups?: Partial<GroupCommitOptions>;
  /** How many are read at once. */
  bodies?: number;
  /** The clock that the limits go by, in milliseconds. */
  clock?: () => number;
}

/** The whole function in memory, its clock standing at NOW. Without settings nothing is limited. */
export function createFunction(store: Store = new MemoryStore(), settings: Settings = {}) {
  const { callsPerSecond = 0, invalidKeysPerMinute = 0, clock = () => NOW } = settings;
  const entries: RequestEntry[] = [];
  const groups: GroupEntry[] = [];
  const projects = new ProjectLimits({
    callsPerSecond,
    limits: (keyHashes) => store.limits(keyHashes),
    now: clock,
  });
  /** The jobs that a timer would run. */
  const due: (() => void)[] = [];
  const refusals = new Refusals({
    write: (written) => store.reportRefusals(written),
    isKnown: (keyHash) => projects.isKnown(keyHash),
    later: (run) => due.push(run),
  });
  const limiter = new Limiter(projects, new InvalidKeys(invalidKeysPerMinute, clock));
  const ownerOf = (keyHash: string) => limiter.ownerOf(keyHash);
  const routes = createRoutes({
    intake: createIntake(store, (entry) => groups.push(entry), ownerOf, settings.groups),
    limiter,
    bodies: new BodiesInFlight(settings.bodies ?? Infinity),
    refusals,
    schemas: createSchemas(() => NOW),
  });
  const fetch = createHandler(routes, (entry) => entries.push(entry), {
    onRefused: reportTo(refusals),
  });

  return {
    entries,
    groups,
    due,
    /** Any request. `path` is what follows /ingest. */
    request: (path: string, init?: RequestInit) =>
      fetch(new Request(`http://localhost/ingest${path}`, init)),
    /** A well-formed POST of `body`, a text as it is and anything else as JSON. */
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(
        new Request(`http://localhost/ingest${path}`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${API_KEY}`,
            'content-type': 'application/json',
            ...headers,
          },
          body: isBody(body) ? body : JSON.stringify(body),
        }),
      ),
  };
}

function isBody(body: unknown): body is BodyInit {
  return typeof body === 'string' || body instanceof Uint8Array || body instanceof ReadableStream;
}

/** Asserts that a response is a whole problem document with this status and code, and returns it. */
export async function assertProblem(response: Response, status: number, code: string) {
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  const document = problemDocumentSchema.strict().parse(await response.json());
  assert.deepEqual([response.status, document.status, document.code], [status, status, code]);
  assert.equal(document.request_id, response.headers.get('x-request-id'));
  return document;
}
