import { fixedExport } from './known-export.ts';

export const googleContacts = fixedExport({
  service: 'Google Contacts',
  signs: [['E-mail 1 - Value']],
  uses: {
    'E-mail 1 - Value': 'email',
    Name: 'name',
    'First Name': 'first_name',
    'Given Name': 'first_name',
    'Last Name': 'last_name',
    'Family Name': 'last_name',
    Photo: 'skip',
    // Everybody is in * myContacts.
    Labels: 'param',
  },
});
