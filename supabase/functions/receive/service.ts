import type { ServiceFields } from '../_shared/contract/services.ts';

export type Value = string | number | boolean | null;

/** A delivery read, in the words of the service. */
export interface Reading {
  /** The same for every attempt to deliver it, and for nothing else. Empty: it cannot come twice. */
  eventId: string;
  type: string;
  /** The time at which it happened: milliseconds since 1970, or ISO 8601 where the service is more exact. */
  at: number | string;
  /** The service's own id of the person. Either this or the email is there. */
  externalId?: string;
  email?: string;
  /** True if the email counts only while no other is known: it may be an old one, or one for bills. */
  emailIsHint?: boolean;
  name?: string;
  /** The service's word for where the person stands. */
  word?: string;
  /** By the names that a mapping knows. Null: it was there and is no more. */
  fields?: Record<string, Value>;
  /** The time of what `fields` say, if not `at`: an old order that is edited stays an old one. */
  fieldsAt?: number | string;
  /** The time of `word`, if not `at`. */
  wordAt?: number | string;
  /** The service's id of what was bought once, which `word` is about: money that goes back is that of one purchase. */
  purchase?: string;
  /** True if `word` means nothing where that purchase is not known: it may be a payment of a subscription. */
  needsPurchase?: boolean;
  /** The id of the subscription that the purchase is a payment of. Empty: of one of them. */
  ofSubscription?: string;
  /** Those of `fields` that a subscription tells instead, while one runs. */
  yields?: string[];
  /** True if all subscriptions of the person ended with this. */
  endsSubscriptions?: boolean;
  /** The time at which the person themselves was last there. Without it the event is no activity. */
  seenAt?: number | string;
  /** The subscriptions that the event is about. Each has its own word and fields. */
  subscriptions?: SubscriptionReading[];
  /** True if the service says that it is only a test. */
  isTest?: boolean;
}

/** Where a subscription stands. */
export interface SubscriptionReading {
  id: string;
  word: string;
  fields: Record<string, Value>;
  /** Amounts that add up over the subscriptions of a person in one `unit`. */
  sums: Record<string, number>;
  unit: string;
  /** The purchase that began it. */
  purchase?: string;
}

/** A delivery that is not about a customer. `ignored` says why, for the founder. */
export interface Ignored {
  eventId: string;
  type: string;
  ignored: string;
}

/** One delivery as it came. */
export interface Delivery {
  headers: Headers;
  bytes: Uint8Array;
  text: string;
  /** The SHA-256 of the body, for services that give an event no name of its own. */
  digest: string;
  /** The time in milliseconds since 1970. */
  now: number;
}

/** One service that tells of customers. */
export interface Service extends ServiceFields {
  /** The kinds of events it reads. Any other is shown as one that is not read, without its name. */
  types: readonly string[];
  /**
   * The reason why this delivery does not come from the service, worded for the founder; undefined
   * when it does.
   */
  verify(delivery: Delivery, secret: string): Promise<string | undefined>;
  /** Reads the body. Throws a ZodError or a SyntaxError when it is none of the service's. */
  read(delivery: Delivery): Reading | Ignored;
  /**
   * The answer that the service must get, where any 200 will not do: somebody's sign-up waits for
   * it. Takes any text, JSON or not, and never throws.
   */
  answer?(text: string): object;
}
