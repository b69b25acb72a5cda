import { connect } from '../founder.ts';
import { startStackWith, type OwnStack } from '../stack.ts';
import { StripeStandIn } from './stand-in.ts';

/** A backend of its own where billing is on, and the Stripe it talks to. `stop` ends both. */
export interface BillingStack {
  stack: OwnStack;
  stripe: StripeStandIn;
  /** As the role `postgres`. */
  sql: ReturnType<typeof connect>;
  stop(): Promise<void>;
}

export async function startBillingStack(
  settings: Record<string, string> = {},
  ...flags: string[]
): Promise<BillingStack> {
  const stripe = await new StripeStandIn().start();
  const stack = await startStackWith({ ...stripe.settings, ...settings }, ...flags);
  stripe.webhookUrl = `${stack.apiUrl}/functions/v1/billing/webhook`;
  const sql = connect(stack.dbUrl);
  await sql`select private.set_billing(true)`;
  return {
    stack,
    stripe,
    sql,
    async stop() {
      await sql.end();
      await stack.stop();
      stripe.stop();
    },
  };
}
