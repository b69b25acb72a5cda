/**
 * Copies emails as one line for the field of a mail program. A browser may copy only in the moment of
 * the click, so it is given what will come. Returns how many they were.
 */
export async function copyEmails(found: Promise<string[]>): Promise<number> {
  const text = found.then((emails) => emails.join(', '));
  if ('ClipboardItem' in globalThis) {
    const blob = text.then((line) => new Blob([line], { type: 'text/plain' }));
    // What went wrong is told by `found` below.
    blob.catch(() => {});
    const written = navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    written.catch(() => {});
    const { length } = await found;
    await written;
    return length;
  }
  await navigator.clipboard.writeText(await text);
  return (await found).length;
}
