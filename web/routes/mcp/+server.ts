import { askFunction, functionUrl } from '$lib/server/edge/ask-function.ts';

/** The MCP server at the dashboard's own address, where people add it to their assistant. */
export function fallback(event) {
  return askFunction(event, functionUrl('mcp'));
}
