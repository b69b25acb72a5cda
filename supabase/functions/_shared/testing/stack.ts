/** The running stack: the line that `npm run stack -- --ephemeral --json` prints, in TINYCRM_STACK. */
export function requireStack(): { dbUrl: string; ingestRoleUrl: string } {
  const line = Deno.env.get('TINYCRM_STACK');
  if (!line) {
    throw new Error(
      'This test needs a database. Set TINYCRM_STACK to what npm run stack -- --ephemeral --json prints.',
    );
  }
  const { dbUrl, adminUrl } = JSON.parse(line);
  // Acts with the rights of the role the function logs in as, whose password only the stack knows.
  return { dbUrl, ingestRoleUrl: `${adminUrl}?options=-c%20role%3Dingest` };
}
