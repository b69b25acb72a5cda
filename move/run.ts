import { explain } from '../local/failure.ts';
import { runCommand } from './command.ts';

// npm run move-account -- --from <url> --to <url> --account <id> [--dry-run | --undo | --confirm]
try {
  await runCommand(process.argv.slice(2), console.log);
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
