const MAX_HEARD = 3;

interface Said {
  id: number;
  text: string;
}

let last = 0;
let said = $state.raw<Said[]>([]);

/** The latest texts that the announcer says, the newest last. */
export function announcements(): Said[] {
  return said;
}

/**
 * Says a text to whoever does not see what changed: what was saved, loaded or refused. What stands in
 * a live region of its own, such as an alert, is heard by itself.
 */
export function announce(text: string): void {
  if (!text) return;
  said = [...said, { id: ++last, text }].slice(-MAX_HEARD);
}
