// Plain JavaScript, so that even a Node too old for TypeScript can say what is wrong.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `TinyCRM needs Node 22.18 or newer and this is Node ${process.versions.node}: ` +
      'run npm install, which brings Node 24 on Linux, or install a newer Node.\n',
  );
  process.exit(1);
}
const [script, ...rest] = process.argv.slice(2);
process.argv.splice(1, process.argv.length, script, ...rest);
await import(new URL(script, import.meta.url).href);
