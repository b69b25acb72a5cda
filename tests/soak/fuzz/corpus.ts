import { EMAILS } from './emails.ts';
import type { Shot, Verdict } from './shot.ts';

/** Requests that were chosen by hand, one after the other. */
export function corpusShots(): Shot[] {
  return [...emailShots(), ...deepShots()];
}

/** The emails of the corpus, and the canonical form of each again: applying it twice changes nothing. */
function emailShots(): Shot[] {
  return EMAILS.flatMap(([text, canonical]) => {
    const shot = (email: string, verdict: Verdict): Shot => ({
      what: 'the corpus of emails',
      route: '/identify',
      body: Buffer.from(JSON.stringify({ email })),
      verdict,
    });
    if (canonical === null) return shot(text, ['validation_failed']);
    return [shot(text, 'accepted'), shot(canonical, 'accepted')];
  });
}

/** As deep as a body can be. */
function deepShots(): Shot[] {
  const nested = (levels: number, open: string, close: string) =>
    open.repeat(levels) + '1' + close.repeat(levels);
  const shot = (route: Shot['route'], text: string, verdict: Verdict): Shot => ({
    what: 'nested as deep as can be',
    route,
    body: Buffer.from(text),
    verdict,
  });
  return [
    shot('/identify', nested(16_000, '[', ']'), ['validation_failed']),
    shot('/identify', `{"params":${nested(5_000, '{"a":', '}')}}`, ['validation_failed']),
    shot('/batch', nested(250_000, '[', ']'), ['validation_failed']),
    shot('/batch', `{"calls":[${nested(250_000, '[', ']')}]}`, ['no_call_accepted']),
    shot('/batch', `{"calls":[${nested(80_000, '{"a":', '}')}]}`, ['no_call_accepted']),
    shot('/batch', '['.repeat(500_000), ['invalid_json']),
  ];
}
