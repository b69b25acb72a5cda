import { readFile, type Chosen, type ReadFile } from '$table/read-file.ts';
import { Unreadable } from '$table/unreadable.ts';
import type { ReadWarning } from '$table/warnings.ts';

/** A file to read, and what somebody said of it. */
export interface Question {
  file: Blob;
  chosen: Chosen;
}

/** What was read, null where there is no row, or a sentence on why it cannot be. */
export type Answer =
  | { file: null | (Omit<ReadFile, 'warnings'> & { list: ReadWarning[]; more: number }) }
  | { problem: string };

/** What to say where the reader itself fails. */
const BROKEN =
  'Something went wrong on our end reading this file. Save it as .csv and choose that.';

/** Browsers give no bytes of a file that was saved, moved or deleted since it was chosen. */
const CHANGED = 'This file has changed since you chose it. Choose it again.';

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  self.postMessage(await answer(data));
};

async function answer({ file: blob, chosen }: Question): Promise<Answer> {
  try {
    const file = await readFile(new Uint8Array(await blob.arrayBuffer()), chosen);
    if (!file) return { file };
    // An object of a class does not survive the way to the page.
    const { warnings, ...rest } = file;
    return { file: { ...rest, list: warnings.list, more: warnings.more } };
  } catch (cause) {
    if (cause instanceof Unreadable) return { problem: cause.message };
    if (cause instanceof DOMException) return { problem: CHANGED };
    console.error(cause);
    return { problem: BROKEN };
  }
}
