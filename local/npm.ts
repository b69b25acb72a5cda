/** npm as it started us, on this very Node; else the one on the PATH. */
export function npm(...args: string[]): { command: string; args: string[] } {
  const script = process.env.npm_execpath;
  return script?.endsWith('.js')
    ? { command: process.execPath, args: [script, ...args] }
    : { command: 'npm', args };
}
