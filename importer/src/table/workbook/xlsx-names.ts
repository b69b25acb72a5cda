// Each name is in two standards, the usual one and the strict one.
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';
const USUAL = 'http://schemas.openxmlformats.org';
const STRICT = 'http://purl.oclc.org/ooxml';
export const XLSX = {
  [`${USUAL}/spreadsheetml/2006/main`]: 'x',
  [`${STRICT}/spreadsheetml/main`]: 'x',
  [`${USUAL}/officeDocument/2006/relationships`]: 'r',
  [`${STRICT}/officeDocument/relationships`]: 'r',
  [PACKAGE]: 'p',
};

/** A text as people see it: Excel writes what XML has no letter for as _x000D_. */
export function unescape(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
}
