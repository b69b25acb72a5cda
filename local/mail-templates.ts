import { join } from 'node:path';
import { projectRoot } from './project.ts';

/** The mails of Auth, the same files and subjects that supabase/config.toml names. */
export const mailTemplates = {
  confirmation: mail('confirmation', 'Confirm your email'),
  magic_link: mail('magic_link', 'Your sign-in link'),
  recovery: mail('recovery', 'Choose a new password'),
  email_change: mail('email_change', 'Confirm your new email'),
};

function mail(name: string, subject: string) {
  return { subject, content_path: join(projectRoot, 'supabase', 'templates', `${name}.html`) };
}
