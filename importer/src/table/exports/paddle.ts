import { fixedExport } from './known-export.ts';

/** Customers. Their status is that of a record, active or archived, and says nothing of what is paid. */
export const paddle = fixedExport('Paddle', ['email', 'marketing_consent', 'locale'], {
  email: 'email',
  name: 'name',
  created_at: 'created',
});
