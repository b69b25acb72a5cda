const encoder = new TextEncoder();

/**
 * A file that is written while it is read: a first part now, so that what cannot be read is still told as
 * an error, and the others as the reader asks for them. A reader who goes away ends `parts` early.
 */
export async function download(
  parts: AsyncGenerator<string>,
  file: { name: string; type: string },
): Promise<Response> {
  let part = await parts.next();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (part.done) return controller.close();
      controller.enqueue(encoder.encode(part.value));
      part = await parts.next();
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      'content-type': file.type,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** "customers-2026-11-26.csv" */
export function datedName(name: string, extension: string): string {
  return `${name}-${new Date().toISOString().slice(0, 10)}.${extension}`;
}
