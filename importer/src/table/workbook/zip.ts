import { strFromU8, unzipSync } from 'fflate';
import { Unreadable } from '../unreadable.ts';
import { isCompound } from './is-workbook.ts';

/** The parts of a zip file by their names. */
export interface Zip {
  has(path: string): boolean;
  /** The text of a part, which is in UTF-8. Throws Unreadable when it is not there. */
  text(path: string): string;
}

/**
 * The size of one part, unpacked. Half a million rows have about as much; a few kilobytes that unpack to
 * gigabytes are refused before anything is unpacked.
 */
const MAX_BYTES = 256 * 1024 * 1024;
const TOO_LARGE =
  'This spreadsheet is too large to read at once: part of it is over 256 MB when unzipped. Save it as .csv and choose that.';

export function openZip(bytes: Uint8Array): Zip {
  if (isCompound(bytes)) {
    throw new Unreadable(
      'This is an old .xls file, or it has a password. Save it as .xlsx or .csv without a password and choose that.',
    );
  }
  const sizes = new Map<string, number>();
  unpack(bytes, (path, size) => {
    sizes.set(path, size);
    return false;
  });
  return {
    has: (path) => sizes.has(path),
    text(path) {
      if ((sizes.get(path) ?? 0) > MAX_BYTES) throw new Unreadable(TOO_LARGE);
      const part = unpack(bytes, (name) => name === path)[path];
      if (!part)
        throw new Unreadable(
          `This spreadsheet is damaged: ${path} is missing. Save it again and choose it again.`,
        );
      return strFromU8(part);
    },
  };
}

/** Never unpacks more of a part than the size that the file says it has. */
function unpack(bytes: Uint8Array, isWanted: (path: string, size: number) => boolean) {
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => isWanted(name, originalSize),
    });
  } catch (cause) {
    throw new Unreadable(
      'This spreadsheet is damaged or incomplete. Save or download it again and choose it again.',
      { cause },
    );
  }
}
