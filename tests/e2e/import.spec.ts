import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import type { Sql } from 'postgres';
import { CASES } from '../../importer/src/table/cases.fixture.ts';
import { expectAccessible } from './axe.ts';
import { givenFounder, givenProject, ingest } from './steps.ts';
import { expect, test } from './test.ts';

const NOTION =
  '\ufeffName,Email,Status,MRR,Beta,Created time,Tags,Notes\r\n' +
  'Mira Okafor,mira@okafor.example,🟢 Paid,$29.00,Yes,"January 5, 2024 3:07 PM","vip, eu",Called twice\r\n' +
  'Lukas Brandt,lukas@brandt.example,Trialing,,No,"February 29, 2024 12:30 AM",,\r\n' +
  'No At,nobody,Lead,,No,"March 1, 2024 9:00 AM",,\r\n';

async function openImport(page: Page): Promise<string> {
  await givenFounder(page);
  const key = await givenProject(page, 'Inkwell');
  await page.goto('/import');
  return key;
}

async function offerFile(page: Page, buffer: Buffer, name = 'people.csv') {
  // Svelte listens once the page is hydrated.
  await page.waitForLoadState('networkidle');
  await page.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer });
}

async function chooseFile(page: Page, content: string | Buffer, name = 'people.csv') {
  await offerFile(page, Buffer.from(content), name);
  await expect(page.getByRole('heading', { name: 'Map columns' })).toBeVisible();
}

function figure(page: Page, name: string) {
  return page
    .locator('dl > div')
    .filter({ has: page.getByText(name, { exact: true }) })
    .locator('dd');
}

test('a Notion export becomes customers with the types it had, and leads to them alone', async ({
  page,
  sql,
}) => {
  const key = await openImport(page);
  await ingest('identify', key, { email: 'somebody.else@example.com' });
  await chooseFile(page, NOTION);
  await expect(page.getByLabel('Import Status as')).toHaveValue('status');
  await expect(page.getByLabel('Type of MRR')).toHaveValue('number point');
  await page.getByRole('button', { name: 'Preview import' }).click();
  await expect(figure(page, 'would be created')).toHaveText('2');
  await expect(figure(page, 'invalid')).toHaveText('1');
  await expect(page.getByText('Line 4')).toBeVisible();
  await expect(page.getByText('It needs one @ with text on both sides')).toBeVisible();
  const people = page.getByRole('region', { name: 'Customers after the import' });
  await expect(people.getByText(/^(Mira Okafor|Lukas Brandt)$/)).toHaveCount(2);
  await expect(people.getByText('Paid', { exact: true })).toBeVisible();
  await expect(people.getByText('mrr 29')).toBeVisible();
  await expect(people.getByRole('list', { name: 'Tags' })).toHaveText('euvip');
  await expect(people.getByText('Note: Called twice')).toBeVisible();

  const mira = () => sql`
    select c.name, cp.status, cp.params, cp.first_seen_at,
      array(select t.tag from public.customer_tags t where t.customer_id = c.id order by t.tag) as tags,
      array(select n.body from public.customer_notes n where n.customer_id = c.id) as notes
    from public.customers c
    join public.customer_projects cp on cp.customer_id = c.id
    where c.email = 'mira@okafor.example' order by cp.last_activity_at`;
  const before = (await mira()).length;
  await page.getByRole('button', { name: 'Import 2 rows into Inkwell' }).click();
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeFocused();
  await expect(figure(page, 'created')).toHaveText('2');
  const after = await mira();
  expect(after).toHaveLength(before + 1);
  expect(after[0]).toEqual({
    name: 'Mira Okafor',
    status: 'paid',
    params: { mrr: 29, beta: true },
    first_seen_at: new Date('2024-01-05T15:07:00Z'),
    tags: ['eu', 'vip'],
    notes: ['Called twice'],
  });

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download it' }).click(),
  ]);
  expect(await readFile(await download.path(), 'utf8')).toBe(
    '\ufeffName,Email,Status,MRR,Beta,Created time,Tags,Notes,Line,Problem\r\n' +
      'No At,nobody,Lead,,No,"March 1, 2024 9:00 AM",,,4,"Email: Not a valid email. It needs one @ with text on both sides, like alex@example.com."\r\n',
  );
  await page.getByRole('link', { name: 'View customers', exact: true }).click();
  await expect(page.getByRole('listitem', { name: 'Filter: Import is people.csv' })).toBeVisible();
  await expect(page.getByRole('rowheader')).toHaveCount(2);
});

test('an import run twice changes nothing, and undone it leaves what was there', async ({
  page,
}) => {
  const key = await openImport(page);
  await ingest('identify', key, {
    email: 'alex@example.com',
    status: 'trial',
    params: { seats: 1 },
  });
  // Bo comes twice.
  const text =
    'email,status,seats\nalex@example.com,paid,5\nbo@example.com,free,2\nbo@example.com,free,2\n';
  await chooseFile(page, text);
  await page.getByRole('button', { name: 'Preview import' }).click();
  await expect(figure(page, 'would be updated')).toHaveText('1');
  await page.getByRole('button', { name: 'Import 3 rows into Inkwell' }).click();
  await expect(page.getByText('3 rows about 2 people. Each person counts once.')).toBeVisible();
  await expect(figure(page, 'created')).toHaveText('1');
  await expect(figure(page, 'updated')).toHaveText('1');

  await page.getByRole('button', { name: 'Import another file' }).click();
  await chooseFile(page, text);
  await page.getByRole('button', { name: 'Preview import' }).click();
  await expect(figure(page, 'unchanged')).toHaveText('2');
  await expect(page.getByText('Everything is already up to date.')).toBeVisible();

  await page.goto('/import');
  const undo = page.getByRole('button', { name: 'Undo import of people.csv' });
  const question = page.getByRole('group', { name: 'Undo the import of people.csv?' });
  await undo.click();
  await expect(question).toBeFocused();
  await expect(question.getByRole('listitem')).toHaveText([
    '1 customer will be removed from Inkwell.',
    '1 customer will be put back as before the import.',
  ]);
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(undo).toBeFocused();
  await undo.click();
  await question.getByRole('button', { name: 'Undo import', exact: true }).click();
  await expect(page.getByText('Undone: 1 removed, 1 restored')).toBeVisible();
  await page.goto('/customers');
  await expect(page.getByRole('rowheader')).toHaveCount(1);
  await expect(page.getByRole('link', { name: 'Inkwell Trial' })).toBeVisible();
});

test('pasted rows are read, columns can be left out, renamed and typed', async ({ page, sql }) => {
  const email = `paste-${Date.now()}@example.com`;
  const bio = 'é'.repeat(4000);
  await openImport(page);
  await page.waitForLoadState('networkidle');
  await page.getByText('Or paste rows').click();
  await page
    .getByLabel(/^Paste rows from/)
    .fill(`mail\tzip\tsecret\tbio\n${email}\t10115\tx\t${bio}\n`);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Type of zip').selectOption('Text');
  await page.getByLabel('Param name for zip').fill('postcode');
  await page.getByLabel('Import secret as').selectOption('Don’t import');
  await page.getByLabel('Import mail as').selectOption('Param');
  await expect(page.getByText('Choose the email column.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Preview import' })).toBeDisabled();
  await page.getByLabel('Import mail as').selectOption('Email');
  await page.getByRole('button', { name: 'Preview import' }).click();
  await page.getByRole('button', { name: 'Import 1 row into Inkwell' }).click();
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
  const [row] = await sql`
    select params from public.customer_projects cp
    join public.customers c on c.id = cp.customer_id where c.email = ${email}`;
  expect(row).toEqual({ params: { postcode: '10115', bio } });
});

test('an import that is cut off goes on where it stopped with the same file', async ({ page }) => {
  await openImport(page);
  const people = Array.from({ length: 1200 }, (_, n) => `cut${n}@example.com,${n}`);
  const text = `email,n\n${people.join('\n')}\n`;
  await chooseFile(page, text);
  await page.getByRole('button', { name: 'Preview import' }).click();
  let steps = 0;
  await page.route('**/import/*/rows', (route) =>
    ++steps === 2
      ? route.fulfill({ status: 401, json: { message: 'Cut off.' } })
      : route.continue(),
  );
  await page.getByRole('button', { name: 'Import 1,200 rows into Inkwell' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Cut off.' })).toBeVisible();
  await expect(page.getByText('500 of 1,200')).toBeVisible();

  await page.goto('/import');
  await expect(page.getByText(/Stopped at row 500 of 1,200/)).toBeVisible();
  await chooseFile(page, text);
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
  await expect(figure(page, 'created')).toHaveText('1,200');
  expect(steps).toBe(4);
});

/** Chooses the button with a mouse that is held for a moment, as a hand does. */
async function press(page: Page, name: string | RegExp) {
  await page.getByRole('button', { name }).click({ delay: 80 });
}

/** The people of the project, and what the import kept of each. */
async function customersOf(sql: Sql, end: string) {
  const rows = await sql`
    select c.email, c.name,
      array(select n.body from public.customer_notes n where n.customer_id = c.id) as notes
    from public.customers c
    join public.customer_projects cp on cp.customer_id = c.id
    where c.email like ${'%' + end} order by c.email`;
  return [...rows];
}

/** A case file whose people nobody else imports. */
function unique(text: string, domain: string): [text: string, domain: string] {
  const own = `${domain}-${Date.now()}`;
  return [text.replaceAll(domain, own), own];
}

test('a file whose header ends otherwise than its rows has all its rows', async ({ page, sql }) => {
  const [text, domain] = unique(CASES.mixedLineEnds, 'le.example');
  await openImport(page);
  await chooseFile(page, text);
  await expect(page.getByText('people.csv · 3 rows')).toBeVisible();
  await expect(page.getByRole('region', { name: /before you import/ })).toHaveCount(0);
  await press(page, 'Preview import');
  await expect(figure(page, 'would be created')).toHaveText('3');
  await press(page, 'Import 3 rows into Inkwell');
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
  expect((await customersOf(sql, domain)).map(({ name }) => name)).toEqual(['Ann', 'Bob', 'Cyd']);
  await page.getByRole('link', { name: 'View customers', exact: true }).click({ delay: 80 });
  await expect(page.getByRole('rowheader')).toHaveCount(3);
});

test('a quote that is never closed takes nobody along, and is told before anything is written', async ({
  page,
  sql,
}) => {
  const [text, domain] = unique(CASES.strayQuote, 'q.example');
  await openImport(page);
  await chooseFile(page, text, 'people.tsv');
  const warning = page.getByRole('region', { name: 'Check this before you import' });
  await expect(warning.getByRole('listitem')).toHaveText(
    /Line 2.*note: “"large box” begins with a quote that isn’t closed at the end of the cell/,
  );
  await press(page, 'Preview import');
  await expect(figure(page, 'would be created')).toHaveText('3');
  await expect(warning).toBeVisible();
  expect(await customersOf(sql, domain)).toEqual([]);
  await press(page, 'Import 3 rows into Inkwell');
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
  expect((await customersOf(sql, domain)).map(({ notes }) => notes)).toEqual([
    ['"large box'],
    ['ok'],
    ['ok'],
  ]);
  await page.getByRole('link', { name: 'View customers', exact: true }).click({ delay: 80 });
  await expect(page.getByRole('rowheader')).toHaveCount(3);
});

test('the column called Email tells who is who, and the page says why', async ({ page, sql }) => {
  const [text, domain] = unique(CASES.referredByEmail, 'ref.example');
  await openImport(page);
  await chooseFile(page, text);
  await expect(page.getByLabel('Import Email as', { exact: true })).toHaveValue('email');
  await expect(page.getByLabel('Import Referred By Email as')).toHaveValue('param');
  const said = page.getByText(
    '“Email” is used as the customer’s email, because its name is the clearest.',
  );
  await expect(said).toBeVisible();
  await page.getByLabel('Import Referred By Email as').selectOption('Email');
  await expect(said).toHaveCount(0);
  await page.getByLabel('Import Email as', { exact: true }).selectOption('Email');
  await expect(said).toBeVisible();
  await press(page, 'Preview import');
  await expect(figure(page, 'would be created')).toHaveText('3');
  await press(page, 'Import 3 rows into Inkwell');
  await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
  expect((await customersOf(sql, domain)).map(({ email, name }) => `${name} ${email}`)).toEqual([
    `Ann Lee ann@${domain}`,
    `Bob Ray bob@${domain}`,
    `Cyd Poe cyd@${domain}`,
  ]);
  await page.getByRole('link', { name: 'View customers', exact: true }).click({ delay: 80 });
  await expect(page.getByRole('rowheader')).toHaveCount(3);
});

test('a file without rows and a page without a project say what to do', async ({ page }) => {
  await givenFounder(page);
  await page.goto('/import');
  await expect(page.getByRole('link', { name: 'Create your first one' })).toBeVisible();
  await givenProject(page, 'Inkwell');
  await page.goto('/import');
  await offerFile(page, Buffer.from('\n'));
  await expect(page.getByRole('alert').filter({ hasText: 'No rows found.' })).toBeVisible();
});

const workbook = (name: string) =>
  readFile(new URL(`../../importer/test/cases/${name}`, import.meta.url));

for (const name of ['people.xlsx', 'people.ods']) {
  test(`of ${name} one sheet is read, with the types it has there, and another can be chosen`, async ({
    page,
  }) => {
    await openImport(page);
    await chooseFile(page, await workbook(name), name);
    await expect(page.getByLabel('Import Signed up as')).toHaveValue('created');
    await expect(page.getByLabel('Type of Zip')).toHaveValue('text');
    await expect(page.getByLabel('Type of MRR')).toHaveValue('number point');
    await expect(page.getByText('Using the sheet “People”')).toBeVisible();
    await page.getByRole('combobox', { name: /^Sheet/ }).selectOption('Leads');
    await expect(page.getByText(`${name} · 1 row`)).toBeVisible();
    await press(page, 'Preview import');
    await expect(figure(page, 'would be created')).toHaveText('1');
  });
}

test('a broken spreadsheet and a reader that does not start say what to do', async ({ page }) => {
  await openImport(page);
  await offerFile(page, (await workbook('people.xlsx')).subarray(0, 5000), 'people.xlsx');
  const alert = page.getByRole('alert');
  await expect(
    alert.filter({ hasText: 'This spreadsheet is damaged or incomplete.' }),
  ).toBeVisible();
  await page.route(/worker/, (route) => route.abort());
  await offerFile(page, Buffer.from('email\nann@x.example\n'));
  await expect(alert.filter({ hasText: 'Reload the page and choose it again' })).toBeVisible();
  await page.unroute(/worker/);
  await chooseFile(page, 'email\nann@x.example\n');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('warnings have no fault either', async ({ page }) => {
    await openImport(page);
    await chooseFile(page, `${CASES.strayQuote}dan@q.example\tok\t${'more'.repeat(30)}\n`);
    await expect(page.getByText('This row has 3 cells')).toBeVisible();
    await expectAccessible(page, 'warnings');
  });

  test('no step has a fault that axe can find, nor runs over the edge of a phone', async ({
    page,
  }) => {
    await openImport(page);
    await expectAccessible(page, 'choose');
    await chooseFile(page, NOTION);
    await expectAccessible(page, 'columns');
    await page.getByRole('button', { name: 'Preview import' }).click();
    await expect(figure(page, 'would be created')).toHaveText('2');
    await expectAccessible(page, 'check');
    await page.getByRole('button', { name: 'Import 2 rows' }).click();
    await expect(page.getByRole('heading', { name: 'Imported into Inkwell' })).toBeVisible();
    await expectAccessible(page, 'result');
  });
});
