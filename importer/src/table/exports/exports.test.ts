import { expect, test } from 'vitest';
import { prepare } from '../prepare.ts';
import { readFile } from '../read-file.ts';
import type { ImportRow } from '../rows.ts';

// Headers as the services write them, with people who never were.

interface Sample {
  service: string;
  text: string;
  rows: Partial<ImportRow>[];
  isDoubt?: boolean;
}

const STRIPE_CARD =
  'Card ID,Card Last4,Card Brand,Card Funding,Card Exp Month,Card Exp Year,Card Name,Card Address Line1,Card Issue Country,Card Fingerprint,Card CVC Status';
const NO_CARD = ',,,,,,,,,,';

const SAMPLES: Sample[] = [
  {
    service: 'Stripe’s customers',
    text: `id,Description,Email,Name,Created (UTC),Delinquent,${STRIPE_CARD},Plan,Status,Cancel At Period End,Total Spend,Payment Count,Refunded Volume,Dispute Losses
cus_A1,,ann@s.example,Ann Lee,2024-01-05 10:00,false,card_1,4242,Visa,credit,4,2030,Ann Lee,1 Road,US,fp_1,pass,pro,active,false,58.00,2,0.00,0.00
cus_B2,,bob@s.example,Bob Ray,2024-02-05 10:00,false${',' + NO_CARD},pro,past_due,false,29.00,1,0.00,0.00
cus_C3,,cyd@s.example,,2024-03-05 10:00,true${',' + NO_CARD},,,false,0.00,0,0.00,0.00
cus_D4,,dee@s.example,,2024-03-06 10:00,true${',' + NO_CARD},pro,incomplete,false,0.00,0,0.00,0.00
`,
    rows: [
      {
        ...{ email: 'ann@s.example', name: 'Ann Lee', status: 'paid' },
        created_at: '2024-01-05T10:00:00Z',
        params: {
          ...{ id: 'cus_A1', plan: 'pro', delinquent: false, cancel_at_period_end: false },
          ...{ total_spend: 58, payment_count: 2, refunded_volume: 0, dispute_losses: 0 },
        },
      },
      { email: 'bob@s.example', status: 'paid' },
      { email: 'cyd@s.example' },
      { email: 'dee@s.example' },
    ],
  },
  {
    service: 'Stripe’s subscriptions',
    text: `id,Customer ID,Customer Description,Customer Email,Customer Name,Plan,Product,Quantity,Currency,Interval,Amount,Status,Created (UTC),Start Date (UTC),Current Period Start (UTC),Current Period End (UTC),Trial Start (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC)
sub_1,cus_A1,,ann@s.example,Ann Lee,price_1,prod_1,1,usd,month,29.00,trialing,2024-01-05 10:00,2024-01-05 10:00,2024-01-05 10:00,2024-02-05 10:00,2024-01-05 10:00,2024-02-05 10:00,,
sub_2,cus_B2,,bob@s.example,Bob Ray,price_1,prod_1,1,usd,month,29.00,canceled,2023-01-05 10:00,2023-01-05 10:00,2023-03-05 10:00,2023-04-05 10:00,,,2023-03-20 09:00,2023-04-05 10:00
sub_3,cus_C3,,cyd@s.example,Cyd Poe,price_1,prod_1,1,usd,month,29.00,incomplete_expired,2023-01-05 10:00,2023-01-05 10:00,2023-03-05 10:00,2023-04-05 10:00,,,,
`,
    rows: [
      {
        ...{ email: 'ann@s.example', name: 'Ann Lee', status: 'trial' },
        created_at: '2024-01-05T10:00:00Z',
      },
      { email: 'bob@s.example', status: 'churned' },
      { email: 'cyd@s.example' },
    ],
  },
  {
    service: 'Stripe’s payments',
    isDoubt: true,
    text: `id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Converted Amount,Converted Amount Refunded,Converted Currency,Decline Reason,Description,Fee,Refunded date (UTC),Statement Descriptor,Status,Seller Message,Taxes On Fee,Card ID,Customer ID,Customer Description,Customer Email,Invoice ID,Transfer
ch_1,2024-01-05 10:00:00,29.00,0.00,usd,true,29.00,0.00,usd,,Subscription creation,1.14,,INKWELL,Paid,Payment complete.,0.00,card_1,cus_A1,,ann@s.example,in_1,
ch_2,2024-02-05 10:00:00,29.00,29.00,usd,true,29.00,29.00,usd,,Subscription creation,1.14,2024-02-06 10:00:00,INKWELL,Refunded,Payment complete.,0.00,card_2,cus_B2,,bob@s.example,in_2,
ch_3,2024-02-05 10:00:00,29.00,0.00,usd,false,29.00,0.00,usd,insufficient_funds,Subscription creation,0.00,,INKWELL,Failed,The bank said no.,0.00,card_3,cus_C3,,cyd@s.example,in_3,
`,
    rows: [
      { email: 'ann@s.example', status: 'paid', created_at: '2024-01-05T10:00:00Z' },
      { email: 'bob@s.example' },
      { email: 'cyd@s.example' },
    ],
  },
  {
    service: 'WooCommerce’s customers',
    text: `Name,Username,Last Active,Sign Up,Email,Orders,Total Spend,AOV,Country / Region,City,Region,Postal Code
"Ann Lee",ann,2024-05-01 09:30:00,2024-01-05 10:00:00,ann@w.example,3,87.00,29.00,US,Boston,MA,02139
"Bob Ray",,2024-05-02 09:30:00,,bob@w.example,0,0.00,0.00,NO,Oslo,,0150
`,
    rows: [
      {
        ...{ email: 'ann@w.example', name: 'Ann Lee' },
        ...{ created_at: '2024-01-05T10:00:00Z', seen_at: '2024-05-01T09:30:00Z' },
        params: expect.objectContaining({ username: 'ann', orders: 3, postal_code: '02139' }),
      },
      { email: 'bob@w.example', seen_at: '2024-05-02T09:30:00Z' },
    ],
  },
  {
    service: 'WooCommerce’s orders',
    text: `Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),City (Billing),Country Code (Billing),Email (Billing),Phone (Billing),Payment Method Title,Order Total Amount,Item Name
1001,Completed,2024-01-05 10:00,,Ann,Lee,,Boston,US,ann@w.example,,Card,29.00,Font
1002,Refunded,2024-01-06 10:00,,Bob,Ray,,Oslo,NO,bob@w.example,,Card,29.00,Font
1003,Processing,2024-01-07 10:00,,Cyd,Poe,,Rome,IT,cyd@w.example,,Card,29.00,Font
1004,On hold,2024-01-07 10:00,,Dee,Fox,,Rome,IT,dee@w.example,,Card,29.00,Font
`,
    rows: [
      {
        ...{ email: 'ann@w.example', name: 'Ann Lee', status: 'paid' },
        created_at: '2024-01-05T10:00:00Z',
      },
      { email: 'bob@w.example', status: 'churned' },
      { email: 'cyd@w.example', status: 'paid' },
      { email: 'dee@w.example' },
    ],
  },
  {
    service: 'WooCommerce’s orders',
    text: `order_id,order_number,order_date,paid_date,status,shipping_total,order_total,order_currency,payment_method,customer_id,customer_email,billing_first_name,billing_last_name,billing_email,billing_phone,billing_country
11,11,2024-01-05 10:00:00,2024-01-05 10:01:00,completed,0,29,USD,stripe,7,ann@account.example,Ann,Lee,ann@w.example,,US
12,12,2024-01-06 10:00:00,,wc-completed,0,29,USD,stripe,0,,Bob,Ray,bob@w.example,,NO
13,13,2024-01-06 10:00:00,,cancelled,0,29,USD,stripe,0,,Cyd,Poe,cyd@w.example,,NO
`,
    rows: [
      { email: 'ann@w.example', name: 'Ann Lee', status: 'paid' },
      { email: 'bob@w.example', status: 'paid' },
      { email: 'cyd@w.example' },
    ],
  },
  {
    service: 'Lemon Squeezy’s subscriptions',
    text: `id,order_id,user_name,user_email,product_name,variant_name,status,renews_at,ends_at,trial_ends_at,created_at
1,1,Ann Lee,ann@l.example,Inkwell,Pro,on_trial,2024-02-05T10:00:00Z,,2024-02-05T10:00:00Z,2024-01-05T10:00:00Z
2,2,Bob Ray,bob@l.example,Inkwell,Pro,cancelled,,2024-02-05T10:00:00Z,,2024-01-05T10:00:00Z
3,3,Cyd Poe,cyd@l.example,Inkwell,Pro,expired,,2024-02-05T10:00:00Z,,2023-01-05T10:00:00Z
`,
    rows: [
      { email: 'ann@l.example', name: 'Ann Lee', status: 'trial' },
      // Paid for until it ends, as the receiver of Lemon Squeezy has it.
      { email: 'bob@l.example', status: 'paid' },
      { email: 'cyd@l.example', status: 'churned' },
    ],
  },
  {
    service: 'Lemon Squeezy’s orders',
    text: `identifier,order_number,user_name,user_email,date_utc,status,product_name,variant_name,currency,subtotal,tax,total,tax_name,tax_rate,city,postal_code,country
8a1f0c2e-1111-4222-8333-944444444444,1,Ann Lee,ann@l.example,2024-01-05 10:00:00,paid,Inkwell,Pro,USD,0.00,0.00,0.00,,0,Boston,02139,US
`,
    rows: [{ email: 'ann@l.example', name: 'Ann Lee', created_at: '2024-01-05T10:00:00Z' }],
  },
  {
    service: 'Paddle’s customers',
    text: `id,name,email,marketing_consent,status,locale,created_at,updated_at
ctm_01hv6y1jedq4p1n0yqn5ba3ky4,Ann Lee,ann@p.example,false,active,en,2024-01-05T10:00:00Z,2024-02-05T10:00:00Z
`,
    rows: [
      {
        ...{ email: 'ann@p.example', name: 'Ann Lee', created_at: '2024-01-05T10:00:00Z' },
        params: expect.objectContaining({ status: 'active' }),
      },
    ],
  },
  {
    service: 'Paddle’s subscriptions',
    text: `subscription_id,customer_id,customer_email,customer_name,status,started_at,next_billed_at
sub_01,ctm_01,ann@p.example,Ann Lee,active,2024-01-05T10:00:00Z,2024-02-05T10:00:00Z
sub_02,ctm_02,bob@p.example,Bob Ray,paused,2024-01-05T10:00:00Z,
`,
    rows: [
      { email: 'ann@p.example', name: 'Ann Lee', status: 'paid' },
      { email: 'bob@p.example', status: 'churned' },
    ],
  },
  {
    service: 'Kit',
    text: `id,first_name,email_address,state,created_at,tags
1,Ann,ann@k.example,active,2024-01-05T10:00:00Z,"font, ink"
2,Bob,bob@k.example,cancelled,2024-01-06T10:00:00Z,
`,
    rows: [
      {
        ...{ email: 'ann@k.example', name: 'Ann', created_at: '2024-01-05T10:00:00Z' },
        params: expect.objectContaining({ state: 'active' }),
      },
      { email: 'bob@k.example' },
    ],
  },
  {
    service: 'Loops',
    text: `email,firstName,lastName,source,subscribed,userGroup,userId
ann@o.example,Ann,Lee,Form,true,Customers,1
bob@o.example,Bob,Ray,API,false,Leads,2
`,
    rows: [
      {
        ...{ email: 'ann@o.example', name: 'Ann Lee' },
        params: expect.objectContaining({ subscribed: true, user_group: 'Customers' }),
      },
      { email: 'bob@o.example' },
    ],
  },
  {
    service: 'Loops',
    text: `Email,First Name,Last Name,Source,Subscribed,User Group,User Id
ann@o.example,Ann,Lee,Form,true,Customers,1
`,
    rows: [{ email: 'ann@o.example', name: 'Ann Lee' }],
  },
  {
    service: 'HubSpot',
    text: `Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Lead Status,Contact owner,Create Date,Last Activity Date
101,Ann,Lee,ann@h.example,,Customer,Open,Sam,2024-01-05 10:00,2024-05-05 10:00
102,Bob,Ray,bob@h.example,,Lead,New,Sam,2024-01-06 10:00,
103,Cyd,Poe,cyd@h.example,,Subscriber,,Sam,2024-01-06 10:00,
104,Dee,Fox,dee@h.example,,Sales Qualified Lead,,Sam,2024-01-06 10:00,
105,Eve,Kim,eve@h.example,,Evangelist,,Sam,2024-01-06 10:00,
`,
    rows: [
      {
        ...{ email: 'ann@h.example', name: 'Ann Lee', status: 'paid' },
        created_at: '2024-01-05T10:00:00Z',
        params: expect.objectContaining({ lead_status: 'Open' }),
      },
      { email: 'bob@h.example', status: 'free' },
      { email: 'cyd@h.example', status: 'free' },
      { email: 'dee@h.example', status: 'free' },
      { email: 'eve@h.example' },
    ],
  },
  {
    service: 'Supabase',
    text: `instance_id,id,aud,role,email,encrypted_password,email_confirmed_at,invited_at,confirmation_token,recovery_token,email_change_token_new,email_change,last_sign_in_at,raw_app_meta_data,raw_user_meta_data,is_super_admin,created_at,updated_at,phone,is_sso_user,deleted_at,is_anonymous
00000000-0000-0000-0000-000000000000,8a1f0c2e-1111-4222-8333-944444444444,authenticated,authenticated,ann@u.example,$2a$10$x,2024-01-05 10:01:00+00,,,,,,2024-05-01 09:30:00+00,"{""provider"": ""email""}","{""name"": ""Ann""}",,2024-01-05 10:00:00+00,2024-05-01 09:30:00+00,,false,,false
`,
    rows: [
      {
        ...{ email: 'ann@u.example', params: { id: '8a1f0c2e-1111-4222-8333-944444444444' } },
        ...{ created_at: '2024-01-05T10:00:00Z', seen_at: '2024-05-01T09:30:00Z' },
      },
    ],
  },
  {
    service: 'Shopify',
    text: `Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address City,Default Address Country Code,Default Address Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
'7210448301122,Ann,Lee,ann@y.example,yes,,Boston,US,'02139,'+16175550100,no,87.00,3,,no,vip
'7210448301123,Bob,Ray,bob@y.example,no,,Oslo,NO,'0150,,no,0.00,0,,no,
`,
    rows: [
      {
        ...{ email: 'ann@y.example', name: 'Ann Lee', tags: ['vip'] },
        params: expect.objectContaining({
          ...{ customer_id: 7210448301122, total_spent: 87, total_orders: 3 },
          ...{ default_address_zip: '02139', phone: '+16175550100' },
        }),
      },
      { email: 'bob@y.example' },
    ],
  },
  {
    service: 'Google Contacts',
    text: `First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value
Ann,,Lee,,,,Inkwell,Editor,,,https://img.example/a,* myContacts,* Work,ann@g.example,Home,ann@home.example,Mobile,+1 617 555 0100
`,
    rows: [
      {
        ...{ email: 'ann@g.example', name: 'Ann Lee' },
        params: expect.objectContaining({ organization_name: 'Inkwell' }),
      },
    ],
  },
  {
    service: 'Mailchimp',
    text: `Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LAST_CHANGED,LEID,EUID,NOTES,TAGS
ann@m.example,Ann,Lee,,,,2,2024-01-05 10:00:00,,2024-01-05 10:00:00,192.0.2.1,2024-01-05 10:00:00,123,abc1,,"""ink"""
`,
    rows: [
      {
        ...{ email: 'ann@m.example', name: 'Ann Lee', created_at: '2024-01-05T10:00:00Z' },
        tags: ['ink'],
      },
    ],
  },
];

test.each(SAMPLES)('an export is known by its columns: $service', async (sample) => {
  const { table, mapping, warnings } = (await readFile(new TextEncoder().encode(sample.text)))!;
  const said = warnings.list.find(({ kind }) => kind === 'known_export');
  expect(said?.text).toContain(`This looks like an export of ${sample.service},`);
  expect(said?.isDoubt).toBe(sample.isDoubt ?? false);
  const { rows, invalid } = await prepare(table, mapping);
  expect(invalid).toEqual([]);
  expect(rows).toMatchObject(sample.rows);
  // What a word does not say stays as it is.
  expect(rows.map(({ status }) => status)).toEqual(sample.rows.map(({ status }) => status));
});

test('no secret and nothing about a card comes along from an export', async () => {
  for (const { text } of SAMPLES) {
    const { table, mapping } = (await readFile(new TextEncoder().encode(text)))!;
    const used = table.columns.filter((_, at) => mapping.columns[at]!.use !== 'skip');
    expect(used.filter((name) => /card|password|token/i.test(name))).toEqual([]);
  }
});

test('a table of one’s own with some of these columns is no export', async () => {
  const own = 'email,name,status,created_at,plan\nann@own.example,Ann,active,2024-01-05,pro\n';
  const { warnings, mapping } = (await readFile(new TextEncoder().encode(own)))!;
  expect(warnings.list).toEqual([]);
  expect(mapping.statuses).toEqual({ active: 'paid' });
});

test.each([
  ['active,cancelled,bounced', {}],
  ['Confirmed,Cold,Complained', {}],
  ['active,cancelled', { active: 'paid', cancelled: 'churned' }],
])('%s are words of a newsletter when one of them is of nothing else', async (words, statuses) => {
  const rows = words.split(',').map((word, n) => `p${n}@n.example,${word}`);
  const text = `email,status\n${rows.join('\n')}\n`;
  const { mapping } = (await readFile(new TextEncoder().encode(text)))!;
  expect(mapping.statuses).toEqual(statuses);
});
