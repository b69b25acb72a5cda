/**
 * At quick size other tests use the machine too: a group that takes long for their sake makes the queue
 * so short for a moment that hardly anybody is let in. Of three measurements one has to be as promised.
 */
export async function undisturbed<Measured>(measure: () => Promise<Measured>): Promise<Measured> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await measure();
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}
