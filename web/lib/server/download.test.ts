import { expect, test } from 'vitest';
import { datedName, download } from './download.ts';

const file = { name: datedName('people', 'txt'), type: 'text/plain' };

/** Parts without an end, and what happened to them. */
function endless() {
  const seen = { read: 0, ended: false };
  async function* parts() {
    try {
      for (;;) yield `${seen.read++} `;
    } finally {
      seen.ended = true;
    }
  }
  return { seen, parts: parts() };
}

test('a file holds every part, under its name, and no cache keeps it', async () => {
  async function* parts() {
    yield 'one ';
    yield 'two';
  }
  const response = await download(parts(), file);
  expect(await response.text()).toBe('one two');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="people-\d{4}-\d\d-\d\d\.txt"$/,
  );
  expect(response.headers.get('cache-control')).toBe('private, no-store');
});

test('no part is made before the reader asks for it, but for the next one', async () => {
  const { seen, parts } = endless();
  const response = await download(parts, file);
  const reader = response.body!.getReader();
  await reader.read();
  await new Promise((resolve) => setImmediate(resolve));
  expect(seen.read).toBeLessThanOrEqual(3);
  await reader.cancel();
});

test('a reader who goes away ends the parts, so that what was taken is still written down', async () => {
  const { seen, parts } = endless();
  const reader = (await download(parts, file)).body!.getReader();
  await reader.read();
  expect(seen.ended).toBe(false);
  await reader.cancel();
  expect(seen.ended).toBe(true);
});

test('what cannot be read at all is thrown, not downloaded', async () => {
  // eslint-disable-next-line require-yield -- it fails before its first part
  async function* parts(): AsyncGenerator<string> {
    throw new Error('no');
  }
  await expect(download(parts(), file)).rejects.toThrow('no');
});
