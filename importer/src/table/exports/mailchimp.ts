import { fixedExport } from './known-export.ts';

/** An audience. Its status says who takes the newsletter, which is nobody's status here. */
export const mailchimp = fixedExport('Mailchimp', ['Email', 'FNAME', 'LNAME'], {
  Email: 'email',
  FNAME: 'first_name',
  LNAME: 'last_name',
});
