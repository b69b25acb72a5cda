import type { Chosen, ReadFile } from '$table/read-file.ts';
import { Warnings } from '$table/warnings.ts';
import { Refused } from './post.ts';
import type { Answer, Question } from './reading.worker.ts';

const NO_READER =
  'Couldn’t read this file. Reload the page and choose it again, or import it with npx tinycrm-import.';

/**
 * Reads a file beside the page, which stays responsive meanwhile; null when there is no row in it. Throws
 * Refused when it cannot be read, also where the browser has no memory left for it.
 */
export async function readInWorker(file: Blob, chosen: Chosen): Promise<ReadFile | null> {
  const worker = new Worker(new URL('./reading.worker.ts', import.meta.url), { type: 'module' });
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
      worker.onerror = worker.onmessageerror = () => reject(new Refused(NO_READER));
      worker.postMessage({ file, chosen } satisfies Question);
    });
    if ('problem' in answer) throw new Refused(answer.problem);
    if (!answer.file) return null;
    const { list, more, ...rest } = answer.file;
    const warnings = Warnings.of(list);
    warnings.more = more;
    return { ...rest, warnings };
  } finally {
    worker.terminate();
  }
}
