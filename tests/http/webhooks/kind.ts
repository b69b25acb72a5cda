import type { Delivery } from '../receiver.ts';

/** One kind of thing that a service tells of, in the shape of its documentation, and what is right then. */
export interface Kind {
  is: string;
  /** With `ada` for the person: each kind has an address of its own. */
  deliveries: (ada: string) => Delivery[];
  /** What became of the last delivery, or of each. */
  outcome?: string | string[];
  /** What the founder reads beside the last delivery. */
  detail?: RegExp;
  /** Where the person stands in the end. Without it there is nobody. */
  status?: 'free' | 'trial' | 'paid' | 'churned';
  /** Some of their params. */
  params?: Record<string, unknown>;
  /** Params that they do not have. */
  lacks?: string[];
  name?: string;
  /** Where the same person stands under other addresses, which begin with these; undefined: nobody is there. */
  others?: Record<string, string | undefined>;
}
