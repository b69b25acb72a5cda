import type { Status } from '$contract/statuses.ts';
import { Unanswered } from '$lib/ask.ts';
import type { Project } from '$lib/server/projects.ts';
import { toasts } from '$lib/toasts.svelte.ts';
import {
  changeTag,
  eraseCustomers,
  listEmails,
  previewStatus,
  setStatus,
  type Who,
} from './actions.ts';
import { copyEmails } from './copy-emails.ts';
import { copiedWords, deletedWords, statusWords, tagWords, type StatusPreview } from './words.ts';

interface Subject {
  who: () => Who;
  /** How many they are. */
  count: () => number;
  /** The emails of those who were selected one by one. */
  emails: () => string[];
  /** Runs before it is told that something was changed. */
  onchanged: () => Promise<void>;
  /** Shows the customers as they are now. */
  refresh: () => Promise<void> | void;
}

/** What is done to the selected customers. Each change says what came of it, and offers to undo it. */
export class Changes {
  busy = $state(false);
  /** What kept the last one from being done. */
  problem = $state.raw<Unanswered>();
  #subject: Subject;

  constructor(subject: Subject) {
    this.#subject = subject;
  }

  async giveTag(action: 'tag' | 'untag', tag: string): Promise<void> {
    const edit = crypto.randomUUID();
    const { who, count } = this.#subject;
    const changed = await this.#attempt(() => changeTag(who(), { action, tag, edit }));
    if (changed !== null) await this.#finish(tagWords(action, tag, changed, count()), edit);
  }

  previewStatus(project: Project, status: Status): Promise<StatusPreview | null> {
    return this.#attempt(() => previewStatus(this.#subject.who(), project.id, status));
  }

  async giveStatus({ id, name }: Project, status: Status, would: StatusPreview): Promise<void> {
    const edit = crypto.randomUUID();
    const changed = await this.#attempt(() =>
      setStatus(this.#subject.who(), { project: id, status, edit }),
    );
    if (changed !== null) await this.#finish(statusWords(changed, would, status, name), edit);
  }

  async erase(): Promise<void> {
    const { who, count, onchanged, refresh } = this.#subject;
    const changed = await this.#attempt(() => eraseCustomers(who(), count()));
    if (changed === null) return;
    await onchanged();
    toasts.say(deletedWords(changed));
    await refresh();
  }

  async copy(): Promise<void> {
    const who = this.#subject.who();
    const emails = 'query' in who ? listEmails(who.query) : Promise.resolve(this.#subject.emails());
    const copied = await this.#attempt(() =>
      copyEmails(emails).catch((cause: unknown) => {
        throw cause instanceof Unanswered
          ? cause
          : new Unanswered('Your browser doesn’t let this page copy. Export as CSV instead.');
      }),
    );
    if (copied !== null) toasts.say(copiedWords(copied));
  }

  async #finish(text: string, edit: string): Promise<void> {
    const { onchanged, refresh } = this.#subject;
    await onchanged();
    toasts.edited(text, edit, refresh);
    await refresh();
  }

  /** Does something, and keeps what prevents it. Null then. */
  async #attempt<T>(run: () => Promise<T>): Promise<T | null> {
    this.busy = true;
    this.problem = undefined;
    try {
      return await run();
    } catch (cause) {
      this.problem =
        cause instanceof Unanswered ? cause : new Unanswered('Nothing was changed. Try again.');
      return null;
    } finally {
      this.busy = false;
    }
  }
}
