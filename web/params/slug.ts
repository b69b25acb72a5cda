/** The last part of a page's address. Its Markdown twin, which ends in .md, has a route of its own. */
export const match = (param: string): boolean => /^[\w-]+$/.test(param);
