import { exportAccount } from '$lib/server/export-account.ts';
import { requireMember } from '$lib/server/member.ts';

/** The whole account as a JSON file that is written while it is read. */
export async function GET(event) {
  const { account } = await requireMember(event);
  const parts = exportAccount(event.locals.supabase, account.id);
  // The first part now, so that what cannot be read is still told as an error.
  let part = await parts.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (part.done) return controller.close();
      controller.enqueue(encoder.encode(part.value));
      part = await parts.next();
    },
  });
  const day = new Date().toISOString().slice(0, 10);
  return new Response(body, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': `attachment; filename="tinycrm-${day}.json"`,
      'cache-control': 'private, no-store',
    },
  });
}
