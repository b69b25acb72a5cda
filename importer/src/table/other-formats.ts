import { Unreadable } from './unreadable.ts';

/** What a file is that is no table, by how it begins, and what to do. */
const OTHERS: [begins: RegExp, what: string][] = [
  [/^\s*(\{\s*"|\[\s*[{[])/, 'This file is JSON, not a table. Export it as .csv and choose that.'],
  [
    /^\s*<(!doctype|html|head|meta|body|table|\?xml)\b/i,
    'This file is a web page or XML, even if its name says otherwise. Open it in a spreadsheet program, save it as .csv, and choose that.',
  ],
  [/^%PDF-/, 'This file is a PDF. Export the table as .csv and choose that.'],
  [
    /^BEGIN:VCARD/i,
    'This file has contacts as vCards. Export them as .csv from the address book and choose that.',
  ],
];

/** Throws Unreadable for a file whose beginning shows that it is no table. */
export function requireTable(beginning: string): void {
  const found = OTHERS.find(([begins]) => begins.test(beginning.replace(/^\ufeff+/, '')));
  if (found) throw new Unreadable(found[1]);
}
