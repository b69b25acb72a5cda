import { fixedExport } from './known-export.ts';

/** An audience. Its status says who takes the newsletter, which is nobody's status here. */
export const mailchimp = fixedExport({
  service: 'Mailchimp',
  signs: [
    ['Email', 'FNAME', 'LNAME'],
    ['Email Address', 'MEMBER_RATING'],
    ['Email', 'MEMBER_RATING', 'OPTIN_TIME'],
  ],
  uses: {
    Email: 'email',
    'Email Address': 'email',
    FNAME: 'first_name',
    LNAME: 'last_name',
    'First Name': 'first_name',
    'Last Name': 'last_name',
    OPTIN_TIME: 'created',
    CONFIRM_TIME: 'created',
  },
});
