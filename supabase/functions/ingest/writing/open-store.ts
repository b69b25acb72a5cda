import { openDatabasePool } from '../../_shared/database/pool.ts';
import { databaseUrl, notConfigured, tlsOptions } from '../../_shared/database/url.ts';
import { createPostgresStore } from './postgres-store.ts';
import type { Store } from './store.ts';

/**
 * The store that the secrets of the function lead to. Without a usable one every call is refused
 * with what the operator has to do. `warn` is told once what the operator should know.
 */
export function openStore(
  secret: (name: string) => string | undefined,
  warn: (message: string) => void,
): Store {
  const url = databaseUrl(secret, warn);
  if (!url) return unconfiguredStore();
  return createPostgresStore(openDatabasePool(url, tlsOptions(secret, warn)));
}

function unconfiguredStore(): Store {
  const refuse = () => Promise.reject(notConfigured());
  return {
    ...{ identify: refuse, ping: refuse, limits: refuse, reportRefusals: refuse, check: refuse },
    ...{ startImport: refuse, importRows: refuse, undoImport: refuse },
  };
}
