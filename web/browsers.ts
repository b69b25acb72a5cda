/**
 * The oldest browsers that the dashboard and the site are built for, as esbuild names them. The list
 * that people read is docs/use/browsers.md.
 */
export const BROWSERS = ['chrome111', 'edge111', 'firefox128', 'safari16.4', 'ios16.4'];
