import { fixedExport } from './known-export.ts';

/** The users of an app that signs in with Clerk. */
export const clerk = fixedExport({
  service: 'Clerk',
  signs: [['primary_email_address', 'password_digest']],
  uses: {
    primary_email_address: 'email',
    first_name: 'first_name',
    last_name: 'last_name',
    verified_email_addresses: 'skip',
    unverified_email_addresses: 'skip',
    verified_phone_numbers: 'skip',
    unverified_phone_numbers: 'skip',
    totp_secret: 'skip',
    password_digest: 'skip',
    password_hasher: 'skip',
  },
});
