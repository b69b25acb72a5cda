import { EMAILS } from './emails.ts';
import type { Shot, Verdict } from './shot.ts';

/** Requests that were chosen by hand, one after the other. */
export function corpusShots(person: () => string): Shot[] {
  return [...emailShots(), ...keyShots(person), ...deepShots()];
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

/**
 * Keys with a backslash, each before another that V8 takes for it, because its spelling begins
 * the same way and an object had the first at that place before.
 */
function keyShots(person: () => string): Shot[] {
  return [
    [String.raw`\\`, String.raw`\n`],
    [String.raw`\\`, String.raw`\"`],
    [String.raw`stra\\u`, String.raw`stra\u00dfe`],
    [String.raw`\\u00`, String.raw`\u00e9\u00e9\u00e9\u00e9`],
    [String.raw`a\\ta`, String.raw`a\tab`],
  ].flatMap(([first, second]) => {
    const shot = (key: string, verdict: Verdict): Shot => ({
      what: 'keys that can be mistaken for each other',
      route: '/identify',
      body: Buffer.from(`{"email":"${person()}","params":{"plan":"pro","${key}":1}}`),
      verdict,
    });
    return [shot(first!, ['validation_failed']), shot(second!, 'accepted')];
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
