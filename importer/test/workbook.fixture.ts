import { strToU8, zipSync } from 'fflate';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATED = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A zip file of these parts. */
export function zip(parts: Record<string, string>): Uint8Array<ArrayBuffer> {
  const packed = zipSync(
    Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)])),
  );
  return new Uint8Array(packed);
}

/** The parts of an .xlsx file with a sheet of these rows, in XML. */
export function xlsxParts(rows: string, styles = ''): Record<string, string> {
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATED}"><sheets><sheet name="People" sheetId="1" r:id="id0"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships([
      ['worksheet', '/xl/worksheets/sheet1.xml'],
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
  };
}

function relationships(list: [kind: string, path: string][]): string {
  const found = list.map(
    ([kind, path], n) => `<Relationship Id="id${n}" Type="${RELATED}/${kind}" Target="${path}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}">${found.join('')}</Relationships>`;
}

/** An .ods file with a sheet of these rows, in XML. */
export function ods(rows: string, parts: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  const names = 'urn:oasis:names:tc:opendocument:xmlns';
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<o:document-content xmlns:o="${names}:office:1.0" xmlns:t="${names}:table:1.0" xmlns:text="${names}:text:1.0"><o:body><o:spreadsheet><t:table t:name="People">${rows}</t:table></o:spreadsheet></o:body></o:document-content>`,
    ...parts,
  });
}

/** Says in a zip file that a part has another size than it has. */
export function lieAboutSizes(
  file: Uint8Array<ArrayBuffer>,
  size: number,
): Uint8Array<ArrayBuffer> {
  const lying = file.slice();
  const view = new DataView(lying.buffer);
  for (let at = 0; at + 28 < lying.length; at++) {
    const sign = view.getUint32(at, true);
    if (sign === 0x04034b50) view.setUint32(at + 22, size, true);
    if (sign === 0x02014b50) view.setUint32(at + 24, size, true);
  }
  return lying;
}

/** A row of texts. */
export const row = (...cells: string[]) =>
  `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`;
