import { auth } from '../../../auth';
import { crm } from '../../../lib/crm';

const PRICES: Record<string, number> = { solo: 9, team: 29 };

/** A route handler: somebody who is signed in chooses a plan. */
export async function POST(request: Request) {
  const session = await auth();
  if (!session?.user?.email) return new Response('Sign in first.', { status: 401 });
  const { plan } = await request.json();
  const mrr = PRICES[plan];
  if (!mrr) return new Response('There is no such plan.', { status: 422 });
  crm.identify({ email: session.user.email, status: 'paid', params: { plan, mrr } });
  return Response.json({ plan });
}
