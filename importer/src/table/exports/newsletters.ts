import { fixedExport } from './known-export.ts';

const note = 'A newsletter subscription isn’t a customer status, so it becomes a param.';

export const kit = fixedExport({
  service: 'Kit',
  note,
  signs: [
    ['email_address', 'first_name', 'state', 'created_at'],
    ['email', 'first_name', 'state', 'created_at', 'tags'],
  ],
  uses: {
    email_address: 'email',
    email: 'email',
    first_name: 'first_name',
    created_at: 'created',
    state: 'param',
  },
});

export const loops = fixedExport({
  service: 'Loops',
  note,
  signs: [['email', 'firstName', 'lastName', 'subscribed', 'userGroup']],
  uses: { email: 'email', firstName: 'first_name', lastName: 'last_name', subscribed: 'param' },
});
