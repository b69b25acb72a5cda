import { openCsv } from './csv-source.ts';
import type { Options } from './options.ts';
import { openPostgres } from './postgres-source.ts';
import type { Source } from './source.ts';
import { openStripe } from './stripe-source.ts';
import { openWooCommerce } from './woocommerce-source.ts';

/** The source that the first words of the command line name. Throws a Failure when it cannot be opened. */
export async function openSource({ source, address, table, query, env }: Options): Promise<Source> {
  if (/^postgres(ql)?:\/\//.test(source)) return openPostgres({ address: source, table, query });
  if (source === 'woocommerce') return openWooCommerce(address, env);
  if (source === 'stripe') return openStripe(env);
  return openCsv(source);
}
