// Files made once, at build time, without a script. A page that needs one says so itself.
export const prerender = true;
export const csr = false;
