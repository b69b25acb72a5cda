/** True if the document was made for the address that the browser shows. */
export function isOfAddress(): boolean {
  const [made] = performance.getEntriesByType('navigation');
  return !made || withoutHash(made.name) === withoutHash(location.href);
}

function withoutHash(href: string): string {
  return href.replace(/#.*$/, '');
}
