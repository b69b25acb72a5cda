import { Api } from './api.ts';
import { openSource } from './open-source.ts';
import { readOptions, USAGE } from './options.ts';
import { count, Progress } from './progress.ts';
import { runImport } from './run.ts';
import { Sender } from './sender.ts';
import { Failure } from './failure.ts';
import { undoImport } from './undo.ts';

process.exitCode = await main();

/** Runs the program and returns its exit code. */
async function main(): Promise<number> {
  let progress: Progress | undefined;
  let sender: Sender | undefined;
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options.help) {
      process.stdout.write(USAGE);
      return 0;
    }
    const api = new Api(options.url, options.apiKey);
    if (options.isUndo) {
      console.log(await undoImport(api, options.importId));
      return 0;
    }
    const source = await openSource(options);
    progress = new Progress();
    sender = new Sender(api, options.name);
    const stop = new AbortController();
    // The second Ctrl-C ends the program at once.
    process.once('SIGINT', () => stop.abort());
    const { created, updated, unchanged, invalid, rows } = await runImport(
      source,
      options,
      sender,
      progress,
      stop.signal,
    );
    const rate = `${count(Math.round(progress.rate))} a second`;
    const done = options.isDryRun
      ? `${count(rows - invalid)} of ${count(rows)} rows can be imported. Nothing was sent.`
      : `${count(created)} created, ${count(updated)} updated, ${count(unchanged)} unchanged, ${rate}.`;
    console.log(done);
    if (invalid > 0) console.log(`${count(invalid)} invalid, in ${options.invalid}.`);
    sayHowToUndo(sender);
    if (stop.signal.aborted) {
      console.error(whereToGoOn(progress));
      return 1;
    }
    return invalid > 0 ? 1 : 0;
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause;
    console.error(cause.message);
    if (sender) sayHowToUndo(sender);
    if (progress && progress.next > 1) console.error(whereToGoOn(progress));
    return 1;
  }
}

function sayHowToUndo({ importId }: Sender): void {
  if (importId) console.log(`Undo with: tinycrm-import undo ${importId}`);
}

function whereToGoOn({ next }: Progress): string {
  return `All rows before ${next} are done. Resume with --from ${next}.`;
}
