import { ingestAddress } from './ingest-address.ts';

/** Where assistants ask, as web/routes/mcp answers it. */
export function mcpAddress(url: URL): string {
  return new URL('/mcp', ingestAddress(url)).href;
}
