/** The price of a month. Stripe shows it again before anybody pays. */
export const PRICE = '$9';

interface Offer {
  /** In one line, as the site says it everywhere. */
  line: string;
  /** Under the first button; empty where there is nothing to add. */
  after: string;
  /** The step that the site asks its reader to take. */
  start: { text: string; href: string };
}

/** The offer of the site: the service, or, where somebody runs it for themselves, just the way in. */
export function offerOf(isSelfHosted: boolean): Offer {
  return isSelfHosted
    ? {
        line: 'Self-hosted: everything is unlocked. Unlimited projects, unlimited customers.',
        after: '',
        start: { text: 'Sign in', href: '/sign-in' },
      }
    : {
        line: `14-day free trial. ${PRICE}/month after. Unlimited projects, unlimited customers.`,
        after: `14 days free, then ${PRICE}/month.`,
        start: { text: 'Start free trial', href: '/sign-up' },
      };
}

/** True if this was built with SELF_HOSTED set: see docs/host/deploy.md. */
export const isSelfHosted = Boolean(import.meta.env.SELF_HOSTED);

export const OFFER = offerOf(isSelfHosted);
