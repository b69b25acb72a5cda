import { constants } from 'node:fs';
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.ts';

/** The bytes of a file, which can be read more than once. */
export interface Bytes {
  /** So many of the first ones, or as many as there are. */
  head(count: number): Promise<Buffer>;
  /** All of them from the first on, in pieces. */
  read(): AsyncIterable<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a file, or with `-` standard input. What can be read only once, as a pipe can, is kept in a file
 * that nobody else may read until it is closed. Throws a Failure when there is nothing to read.
 */
export async function openBytes(path: string): Promise<Bytes> {
  if (path === '-') return keep(process.stdin);
  const file = await open(path).catch(() => {
    throw new Failure(`Couldn’t read ${path}. Check that the file exists.`);
  });
  const stat = await file.stat();
  if (stat.isDirectory()) {
    await file.close();
    throw new Failure(`${path} is a folder. Name a file in it.`);
  }
  return stat.isFile() ? bytesOf(file) : keep(file.createReadStream());
}

async function keep(input: AsyncIterable<Buffer | string>): Promise<Bytes> {
  const folder = await mkdtemp(join(tmpdir(), 'tinycrm-import-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const { O_RDWR, O_CREAT, O_EXCL } = constants;
  const file = await open(join(folder, 'input'), O_RDWR | O_CREAT | O_EXCL, 0o600);
  // Without a name it ends with the program, however that ends. Windows needs the name until then.
  await remove().catch(() => undefined);
  for await (const piece of input) await file.appendFile(piece);
  return bytesOf(file, remove);
}

function bytesOf(file: FileHandle, remove = async () => {}): Bytes {
  return {
    async head(count) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    },
    read: () => file.createReadStream({ start: 0, autoClose: false }),
    async close() {
      await file.close();
      await remove();
    },
  };
}
