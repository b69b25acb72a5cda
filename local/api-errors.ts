/** An error as postgres.js throws it. */
interface SqlError extends Error {
  code: string;
  detail?: string | null;
  hint?: string | null;
}

// What @supabase/lite already answers as PostgREST does.
const UNDERSTOOD = /^(PT\d{3}|PGRST|(42|22|21|53|55)...|25006)$/;

/**
 * Rewrites an SQL error that @supabase/lite would answer with 500 "SUP", or without its details
 * or hint, into the one form whose status and body it passes on unchanged.
 */
export function toPostgrestError(error: unknown): unknown {
  if (!isSqlError(error) || UNDERSTOOD.test(error.code)) return error;
  const { code, message, detail = null, hint = null } = error;
  return Object.assign(error, {
    code: 'PGRST',
    message: JSON.stringify({ code, message, details: detail, hint }),
    detail: JSON.stringify({ status: httpStatus(code), headers: {} }),
  });
}

/** PostgREST's table of SQLSTATE to HTTP status, for the codes lite does not know. */
function httpStatus(sqlState: string): number {
  const exact: Record<string, number> = { P0001: 400, '23503': 409, '23505': 409 };
  const byClass: Record<string, number> = {
    '08': 503,
    '09': 500,
    '0L': 403,
    '0P': 403,
    '23': 400,
    '25': 500,
    '28': 403,
    '2D': 500,
    '38': 500,
    '39': 500,
    '3B': 500,
    '40': 500,
    '53': 503,
    '54': 500,
    '55': 500,
    '57': 500,
    '58': 500,
    F0: 500,
    HV: 500,
    P0: 500,
    XX: 500,
  };
  return exact[sqlState] ?? byClass[sqlState.slice(0, 2)] ?? 400;
}

function isSqlError(error: unknown): error is SqlError {
  return error instanceof Error && /^[0-9A-Z]{5}$/.test(String((error as SqlError).code));
}
