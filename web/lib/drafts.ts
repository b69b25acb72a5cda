import { browser } from '$app/environment';

const PREFIX = 'draft:';
const OWNER = 'drafts-of';
const CHANNEL = 'drafts';

/**
 * A draft: text about a customer that was typed in this tab and is not saved yet. It outlives the
 * panel, the page and a reload. `name` says what it is a draft of. Null if there is none.
 */
export function readDraft<T>(name: string): T | null {
  const kept = browser ? sessionStorage.getItem(PREFIX + name) : null;
  return kept === null ? null : (JSON.parse(kept) as T);
}

/** Keeps a draft in the place of the one before; null drops it. */
export function writeDraft<T>(name: string, draft: T | null): void {
  if (draft === null) sessionStorage.removeItem(PREFIX + name);
  else sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
}

/** Drops the drafts whose names begin so. */
export function dropDrafts(beginning = ''): void {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX + beginning)) sessionStorage.removeItem(key);
  }
}

/** Drops what another user left. A session that ran out costs nobody a draft: it is the same user's. */
export function ownDrafts(userId: string): void {
  if (sessionStorage.getItem(OWNER) !== userId) dropDrafts();
  sessionStorage.setItem(OWNER, userId);
}

/** Drops all drafts, in the other tabs too: whoever signs out leaves none to the next user. */
export function leaveDrafts(): void {
  dropDrafts();
  new BroadcastChannel(CHANNEL).postMessage('left');
}

/** Drops the drafts of this tab when somebody signs out in another. Answers what stops that. */
export function watchDrafts(): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = () => dropDrafts();
  return () => channel.close();
}
