// The search is the only script of the site.
export const csr = true;
