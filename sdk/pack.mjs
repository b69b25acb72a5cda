// The package has the first part of the README, since the whole would double its size. npm runs
// `node pack.mjs shorten` before it packs and `node pack.mjs restore` after.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [readme, whole] = [here('README.md'), here('.README.whole.md')];

const restore = () => existsSync(whole) && renameSync(whole, readme);

const shorten = () => {
  restore();
  const text = readFileSync(readme, 'utf8');
  const [start, rest] = text.split('<!-- The package on npm has the README up to here. -->\n');
  if (!rest) throw new Error('The README does not say where the part for npm ends.');
  renameSync(readme, whole);
  writeFileSync(
    readme,
    `${start}Its repository has the contract, the figures and a chapter for each framework.\n`,
  );
};

({ shorten, restore })[process.argv[2]]();
