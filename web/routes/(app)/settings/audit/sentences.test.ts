import { expect, test } from 'vitest';
import { sentence, who, type Entry } from './sentences.ts';

const entry = (action: string, more: Partial<Entry> = {}): Entry => ({
  ...{ id: '', at: '', actor: 'ada@example.com', action, subject: null, details: {} },
  ...more,
});

test.each([
  [entry('customers_erased', { details: { count: 1 } }), 'permanently deleted 1 customer'],
  [
    entry('customers_exported', { details: { count: 12_000, format: 'csv' } }),
    'exported 12,000 customers as CSV',
  ],
  [
    entry('key_revoked', { subject: 'Inkwell', details: { key: 'default', hint: 'x7Qz' } }),
    'revoked API key “default” (…x7Qz) in Inkwell',
  ],
  [
    entry('read_key_created', { details: { key: 'sheet', hint: 'x7Qz', projects: 2 } }),
    'created read key “sheet” (…x7Qz) for 2 projects',
  ],
  [
    entry('read_key_revoked', { details: { key: 'sheet', hint: 'x7Qz' } }),
    'revoked read key “sheet” (…x7Qz)',
  ],
  [
    entry('feed_rotated', { details: { view: 'Paying', hint: 'x7Qz' } }),
    'replaced the address of the feed of the view “Paying” (now …x7Qz)',
  ],
  [entry('feed_revoked', { details: { hint: 'x7Qz' } }), 'revoked a feed (…x7Qz)'],
  [
    entry('receiver_created', { subject: 'Inkwell', details: { service: 'lemon_squeezy' } }),
    'connected Lemon Squeezy in Inkwell',
  ],
  [entry('customer_edited', { subject: 'Inkwell' }), 'edited a customer’s params in Inkwell'],
  [
    entry('key_rotated', {
      at: '2026-11-26T10:00:00Z',
      subject: 'Inkwell',
      details: { key: 'default', hint: 'x7Qz', ends_at: '2026-11-27T10:00:00Z' },
    }),
    'rotated API key “default” (…x7Qz) in Inkwell, keeping the old key for 24 hours',
  ],
  [
    entry('key_rotated', {
      at: '2026-11-26T10:00:00Z',
      subject: 'Inkwell',
      details: { key: 'default', hint: 'x7Qz', ends_at: '2026-11-26T10:00:00Z' },
    }),
    'rotated API key “default” (…x7Qz) in Inkwell, stopping the old key right away',
  ],
  [
    entry('import_started', { subject: 'Inkwell', details: { count: 1200 } }),
    'started an import of 1,200 rows into Inkwell',
  ],
  [
    entry('import_undone', { subject: 'Inkwell', details: { count: 1 } }),
    'undid an import of 1 row into Inkwell',
  ],
  [entry('something_new'), 'something new'],
])('%o reads %s', (given, text) => expect(sentence(given)).toBe(text));

test.each([
  [entry('project_created', { subject: 'Inkwell' }), 'ada@example.com'],
  [entry('project_created', { actor: null, subject: 'Inkwell' }), 'An administrator'],
  [entry('account_deletion_stopped', { actor: null }), 'TinyCRM'],
  [
    entry('customers_erased', { actor: null, details: { count: 1, key: 'privacy', hint: 'x7Qz' } }),
    'Read key “privacy” (…x7Qz)',
  ],
  // Somebody new signs up, or leaves: they are the subject.
  [entry('member_joined', { actor: null, subject: 'ada@example.com' }), null],
  [entry('member_left', { subject: 'ada@example.com' }), null],
  [entry('member_left', { subject: 'grace@example.com' }), 'ada@example.com:'],
])('%o begins with %s', (given, name) => expect(who(given)).toBe(name));
