import { TinyCRM } from '../dist/index.js';
import { checks } from './checks.mjs';

// With --expose-gc the checks run under garbage collection, which some timeouts do not survive.
if (globalThis.gc) setInterval(globalThis.gc, 10).unref();

const [url] = globalThis.Deno ? Deno.args : process.argv.slice(2);
console.log(JSON.stringify(await checks(TinyCRM, url)));
