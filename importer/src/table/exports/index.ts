import { clerk } from './clerk.ts';
import { gumroad } from './gumroad.ts';
import type { KnownExport, Recognize } from './known-export.ts';
import { mailchimp } from './mailchimp.ts';
import { paddle } from './paddle.ts';
import { tinycrm } from './tinycrm.ts';

const EXPORTS: Recognize[] = [tinycrm, clerk, gumroad, mailchimp, paddle];

/** The export that a file is by its columns, or undefined when no service is known to make such a one. */
export function recognizeExport(columns: string[]): KnownExport | undefined {
  for (const recognize of EXPORTS) {
    const found = recognize(columns);
    if (found) return found;
  }
  return undefined;
}
