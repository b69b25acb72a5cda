import assert from 'node:assert/strict';
import { surviveStrayErrors } from './stray-errors.ts';

Deno.test('an error outside of any request ends nothing, and is told by its place alone', () => {
  const target = new EventTarget();
  const warnings: string[] = [];
  surviveStrayErrors(target, (warning) => warnings.push(warning));
  const error = new TypeError('alex@example.com is not a function');

  const thrown = new ErrorEvent('error', { error, cancelable: true });
  const rejected = new PromiseRejectionEvent('unhandledrejection', {
    promise: Promise.resolve(),
    reason: error,
    cancelable: true,
  });
  for (const event of [thrown, rejected]) {
    target.dispatchEvent(event);
    assert.ok(event.defaultPrevented);
  }
  assert.equal(warnings.length, 2);
  for (const warning of warnings) {
    assert.match(warning, /TypeError at .*stray-errors\.test\.ts/);
    assert.doesNotMatch(warning, /alex/);
  }
});
