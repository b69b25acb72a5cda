import { fixedExport } from './known-export.ts';

/** Booked events. Whose calendar it is in is nobody's customer. */
export const calendly = fixedExport({
  service: 'Calendly',
  signs: [['Invitee Name', 'Invitee Email', 'Event Type Name']],
  uses: {
    'Invitee Email': 'email',
    'Invitee Name': 'name',
    'Invitee First Name': 'first_name',
    'Invitee Last Name': 'last_name',
    'Event Created Date & Time': 'created',
    'User Email': 'param',
    'User Name': 'param',
  },
});
