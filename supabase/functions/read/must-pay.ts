import { Problem } from '../_shared/contract/problems.ts';

export function mustPay(): Problem {
  return new Problem(
    'payment_required',
    'This account’s trial or subscription has ended, so its read keys and feeds are paused. Once an owner subscribes on the Billing page, they work again immediately.',
  );
}
