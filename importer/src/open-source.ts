import { openFile } from './sources/file.ts';
import type { Options } from './options.ts';
import { openPostgres } from './sources/postgres.ts';
import type { Source } from './sources/source.ts';
import { openStripe } from './sources/stripe.ts';
import { openWooCommerce } from './sources/woocommerce.ts';

/** The source that the first words of the command line name. Throws a Failure when it cannot be opened. */
export async function openSource(options: Options): Promise<Source> {
  const { source, address, table, query, encoding, sheet, env } = options;
  if (/^postgres(ql)?:\/\//.test(source)) return openPostgres({ address: source, table, query });
  if (source === 'woocommerce') return openWooCommerce(address, env);
  if (source === 'stripe') return openStripe(env);
  return openFile(source, { encoding, sheet });
}
