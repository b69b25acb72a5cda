import { createGet, type Get } from './get-json.ts';
import { fixedMapping } from './fixed-mapping.ts';
import { Failure } from '../failure.ts';
import type { Source, SourceRow } from './source.ts';
import { addOrder, earlier, type Buyer, type WooOrder } from './woocommerce-orders.ts';

/** The fields that are read, of https://woocommerce.github.io/woocommerce-rest-api-docs/ (v3). */
interface WooCustomer {
  email: string;
  first_name?: string;
  last_name?: string;
  date_created_gmt: string | null;
  billing?: { country?: string } | null;
}
const PAGE_SIZE = '100';
const COLUMNS = fixedMapping({
  email: 'email',
  name: 'name',
  status: 'status',
  created: 'created',
  last_order: 'seen',
  orders: 'param',
  total: 'param',
  currency: 'param',
  country: 'param',
  products: 'param',
  last_order_at: 'param',
});

/**
 * The customers of a shop and who bought there as a guest. Memory grows with the number of people,
 * by some 300 bytes each, and not with that of the orders.
 */
export function openWooCommerce(
  address: string,
  env: NodeJS.ProcessEnv,
  sleep?: () => Promise<unknown>,
): Source {
  const { WOOCOMMERCE_KEY: key, WOOCOMMERCE_SECRET: secret } = env;
  if (!key || !secret) {
    throw new Failure(
      'Set WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET. Create them in WooCommerce under Settings → Advanced → REST API (Read).',
    );
  }
  const shop = readAddress(address);
  const login = Buffer.from(`${key}:${secret}`).toString('base64');
  const get = createGet('WooCommerce', { authorization: `Basic ${login}` }, explain, sleep);
  return { ...COLUMNS, rows: readRows(get, shop), async close() {} };
}

async function* readRows(get: Get, shop: URL): AsyncGenerator<SourceRow> {
  const buyers = new Map<string, Buyer>();
  for await (const order of readAll<WooOrder>(get, shop, 'orders')) addOrder(buyers, order);
  let place = 0;
  for await (const customer of readAll<WooCustomer>(get, shop, 'customers')) {
    const buyer = buyers.get(customer.email.toLowerCase());
    buyers.delete(customer.email.toLowerCase());
    const { first_name = '', last_name = '' } = customer;
    const name = `${first_name} ${last_name}`.trim() || buyer?.name;
    const created = earlier(customer.date_created_gmt ?? '', buyer?.created ?? '');
    const country = customer.billing?.country || buyer?.country;
    yield { place: ++place, cells: toCells(customer.email, name, created, country, buyer) };
  }
  for (const [email, buyer] of buyers) {
    yield {
      place: ++place,
      cells: toCells(email, buyer.name, buyer.created, buyer.country, buyer),
    };
  }
}

function toCells(
  email: string,
  name = '',
  created: string,
  country = '',
  buyer?: Buyer,
): unknown[] {
  const isPaying = buyer !== undefined && buyer.orders > 0;
  return [
    email,
    name,
    isPaying ? 'paid' : buyer ? 'churned' : 'free',
    utc(created),
    buyer && utc(buyer.seen),
    buyer?.orders ?? 0,
    (buyer?.thousandths ?? 0) / 1000,
    buyer?.currency,
    country,
    isPaying ? [...buyer.products] : null,
    isPaying ? utc(buyer.seen) : null,
  ];
}

/** All of a collection, page by page, the oldest first so that new ones do not shift the pages. */
async function* readAll<T>(get: Get, shop: URL, what: string): AsyncGenerator<T> {
  for (let page = 1; ; page++) {
    const url = new URL(`wp-json/wc/v3/${what}`, shop);
    url.search = String(
      new URLSearchParams({
        ...{ per_page: PAGE_SIZE, page: String(page), order: 'asc', orderby: 'id' },
        ...(what === 'customers' && { role: 'all' }),
      }),
    );
    const { body, headers } = await get<T[]>(url);
    yield* body;
    if (body.length === 0 || !(page < Number(headers.get('x-wp-totalpages')))) return;
  }
}

function readAddress(address: string): URL {
  if (!URL.canParse(address))
    throw new Failure('Add the shop’s address: woocommerce https://shop.example');
  const url = new URL(address.endsWith('/') ? address : `${address}/`);
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !isLocal)
    throw new Failure(
      'The shop’s address must start with https, or its keys could be read on the way.',
    );
  return url;
}

function explain(body: unknown, status: number): string | undefined {
  const message = (body as { message?: string } | undefined)?.message;
  if (status === 404)
    return 'no REST API there. Turn on permalinks in WordPress, or check the address.';
  return message;
}

/** Times "in GMT" have no zone. */
function utc(time: string): string | null {
  return time === '' ? null : `${time.replace(/Z$/, '')}Z`;
}
