import { expect, test } from 'vitest';
import { describeUndo } from './describe-undo.ts';

const none = { id: '', removed: 0, restored: 0, kept: 0, hasMore: false };

test('undoing says what will change, with a sentence for each kind of customers there is', () => {
  expect(describeUndo({ ...none, removed: 1200, kept: 1 }, 'Inkwell')).toEqual([
    '1,200 customers will be removed from Inkwell.',
    '1 customer stays as it is: changed since the import.',
  ]);
  expect(describeUndo({ ...none, restored: 1, kept: 2, hasMore: true }, 'Inkwell')).toEqual([
    'This import changed more than 10,000 customers. Of the first 10,000:',
    '1 customer will be put back as before the import.',
    '2 customers stay as they are: changed since the import.',
  ]);
  expect(describeUndo(none, 'Inkwell')).toEqual(['Nobody will change.']);
});
