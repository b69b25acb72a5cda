import { expect, test } from 'vitest';
import { dashboardSettings } from './installation.ts';

const settings = (POOLER_HOST: string) =>
  dashboardSettings({ PROJECT_REF: 'abcdefghij', POOLER_HOST }, 'sb_publishable_x');

test('the dashboard and the functions run beside the database', () => {
  expect(settings('aws-0-eu-central-1.pooler.supabase.com')).toMatchObject({
    PUBLIC_SUPABASE_REGION: 'eu-central-1',
    FUNCTION_REGION: 'fra1',
  });
});

test('of a database that is nowhere known, nothing is said', () => {
  expect(settings('127.0.0.1')).toEqual({
    PUBLIC_SUPABASE_URL: 'https://abcdefghij.supabase.co',
    PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
    PUBLIC_INGEST_URL: 'https://abcdefghij.supabase.co/functions/v1/ingest',
  });
});
