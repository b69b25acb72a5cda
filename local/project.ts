import { fileURLToPath } from 'node:url';

/** The folder of this clone, without a slash at the end. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
