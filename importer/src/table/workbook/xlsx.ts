import { Unreadable } from '../unreadable.ts';
import { toFormat, type Format } from './formats.ts';
import type { Workbook } from './workbook.ts';
import { unescape, XLSX } from './xlsx-names.ts';
import { readXlsxSheet } from './xlsx-sheet.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

/** A part that another names: its path, by the kind and by the name it goes by. */
interface Related {
  id: string;
  kind: string;
  path: string;
}

/** A workbook of Excel, or of another program that writes .xlsx. */
export function openXlsx(zip: Zip): Workbook {
  const main = relatedTo(zip, '').find(({ kind }) => kind === 'officeDocument');
  if (!main)
    throw new Unreadable(
      'This is an Office document, not a spreadsheet. Choose a .xlsx, .ods or .csv file.',
    );
  const related = relatedTo(zip, main.path);
  const { sheets, is1904 } = readSheetNames(zip.text(main.path));
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const listed = visible.length > 0 ? visible : sheets;

  const partOf = (kind: string) => related.find((part) => part.kind === kind)?.path;
  let shared: { strings: string[]; formats: Format[] } | undefined;
  return {
    sheets: listed.map(({ name }) => name),
    read(at) {
      const strings = partOf('sharedStrings');
      const styles = partOf('styles');
      shared ??= {
        strings: strings ? readStrings(zip.text(strings)) : [],
        formats: styles ? readFormats(zip.text(styles), is1904) : [],
      };
      const path = related.find(({ id }) => id === listed[at]!.id)?.path;
      if (!path)
        throw new Unreadable(
          `The sheet “${listed[at]!.name}” is missing from this file. Save the file again and choose it again.`,
        );
      return readXlsxSheet(zip.text(path), shared.strings, shared.formats);
    },
  };
}

/** The parts that one names; '' stands for the file itself. */
function relatedTo(zip: Zip, path: string): Related[] {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const list = `${folder}_rels/${path.slice(slash)}.rels`;
  const found: Related[] = [];
  if (!zip.has(list)) return found;
  readXml(zip.text(list), XLSX, {
    open(name, attributes) {
      if (name !== 'p:Relationship') return;
      const { Id = '', Type = '', Target = '', TargetMode } = attributes();
      if (TargetMode === 'External') return;
      // Resolved as an address is, so that ../ and a leading slash work.
      const target = new URL(Target, `file:///${folder}`).pathname.slice(1);
      found.push({ id: Id, kind: Type.slice(Type.lastIndexOf('/') + 1), path: decodeURI(target) });
    },
    close() {},
  });
  return found;
}

function readSheetNames(xml: string) {
  const sheets: { name: string; id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  readXml(xml, XLSX, {
    open(tag, attributes) {
      if (tag === 'x:workbookPr') is1904 = /^(1|true)$/.test(attributes().date1904 ?? '');
      if (tag !== 'x:sheet') return;
      const { name = '', state = 'visible', 'r:id': id = '' } = attributes();
      sheets.push({ name, id, isHidden: state !== 'visible' });
    },
    close() {},
  });
  return { sheets, is1904 };
}

/** The texts that cells name by their number. How a text is to be pronounced is none of it. */
function readStrings(xml: string): string[] {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let isSound = false;
  readXml(xml, XLSX, {
    open(name) {
      if (name === 'x:si') text = '';
      else if (name === 'x:rPh') isSound = true;
      else if (name === 'x:t') isText = !isSound;
    },
    close(name) {
      if (name === 'x:si') strings.push(unescape(text));
      else if (name === 'x:rPh') isSound = false;
      else if (name === 'x:t') isText = false;
    },
    text(part) {
      if (isText) text += part;
    },
  });
  return strings;
}

/** The formats by the number that a cell's style has. */
function readFormats(xml: string, is1904: boolean): Format[] {
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  let isOfCells = false;
  readXml(xml, XLSX, {
    open(name, attributes) {
      if (name === 'x:numFmt') {
        const { numFmtId, formatCode = '' } = attributes();
        codes.set(Number(numFmtId), formatCode);
      } else if (name === 'x:cellXfs') isOfCells = true;
      else if (name === 'x:xf' && isOfCells) {
        const id = Number(attributes().numFmtId ?? 0);
        formats.push(toFormat(id, codes.get(id), is1904));
      }
    },
    close(name) {
      if (name === 'x:cellXfs') isOfCells = false;
    },
  });
  return formats;
}
