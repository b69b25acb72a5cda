/** An order, with the fields that are read. */
export interface WooOrder {
  status: string;
  currency: string;
  total: string;
  date_created_gmt: string | null;
  // Shops leave out what an extension of theirs took away.
  billing?: { email?: string; first_name?: string; last_name?: string; country?: string } | null;
  line_items?: { name: string }[] | null;
  refunds?: { total: string }[] | null;
}

/** The facts about one buyer. Kept for everybody while the orders are read. */
export interface Buyer {
  name: string;
  country: string;
  created: string;
  seen: string;
  orders: number;
  /** Of its currency: some have three decimals. */
  thousandths: number;
  currency: string;
  products: Set<string>;
}

const PAID = new Set(['processing', 'completed', 'refunded']);
const MAX_PRODUCTS = 20;
/** Adds an order to what is known of who placed it. */
export function addOrder(buyers: Map<string, Buyer>, order: WooOrder): void {
  const email = order.billing?.email?.toLowerCase();
  // Orders that were never paid say nothing of somebody who has no account.
  if (!email || !PAID.has(order.status)) return;
  const at = order.date_created_gmt ?? '';
  const buyer = buyers.get(email) ?? {
    ...{ name: '', country: '', created: at, seen: at, orders: 0, thousandths: 0 },
    ...{ currency: order.currency.toLowerCase(), products: new Set<string>() },
  };
  buyers.set(email, buyer);
  const { first_name = '', last_name = '', country = '' } = order.billing ?? {};
  if (at >= buyer.seen) {
    buyer.name = `${first_name} ${last_name}`.trim() || buyer.name;
    buyer.country = country || buyer.country;
    buyer.seen = at;
  }
  buyer.created = earlier(buyer.created, at);
  if (order.status !== 'refunded') buyer.orders++;
  // Refunds are negative.
  const amounts = [order.total, ...(order.refunds ?? []).map(({ total }) => total)];
  if (order.currency.toLowerCase() === buyer.currency) {
    buyer.thousandths += amounts.reduce(
      (sum, amount) => sum + Math.round(Number(amount) * 1000),
      0,
    );
  }
  for (const { name } of order.line_items ?? []) {
    if (buyer.products.size < MAX_PRODUCTS) buyer.products.add(name);
  }
}

/** The earlier of two times; empty is none. */
export function earlier(a: string, b: string): string {
  if (a === '' || b === '') return a || b;
  return a < b ? a : b;
}
