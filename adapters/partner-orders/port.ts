import type { NewOrder } from '../partner-center/port.ts';

/** One line of a cart. `billingCycle` is `monthly` when left out, the term a year; an Azure plan has `one_time` and no term. */
export type CartLine = Omit<NewOrder, 'friendlyName'>;

/** A line that Microsoft will not sell. */
export interface LineProblem {
  /** Its place in the cart, from 0. */
  readonly line: number;
  readonly code: string;
  /** Microsoft's own words, for the person who orders. */
  readonly description: string | null;
}

export interface MadeCart {
  readonly cartId: string;
  readonly problems: readonly LineProblem[];
}

/** What came of one line. `subscriptionId` is null while Microsoft does not show it. */
export type LineOutcome =
  | { readonly kind: 'ordered'; readonly orderId: string; readonly subscriptionId: string | null }
  | { readonly kind: 'refused'; readonly code: string };

/** Orders of several lines (contract sections 5.1 and 5.2). Every method rejects with PartnerCenterError. */
export interface PartnerOrders {
  /**
   * The offer as it is sold at this moment: availability ids go stale quickly. What the catalogue does not know is
   * answered as it was asked: Microsoft has the last word on it.
   */
  currentOffer(tenantId: string, offerId: string): Promise<string>;
  /** Puts lines into a cart. Nothing is bought by it, and Microsoft says at once which lines it would refuse. */
  makeCart(tenantId: string, lines: readonly CartLine[], requestId: string): Promise<MadeCart>;
  /**
   * Buys what is in a cart and says what came of each line, in their order. A cart that was checked out before gives its
   * first result; one that has expired rejects as `notFound`, which says nothing about whether it was bought.
   */
  checkOut(tenantId: string, cartId: string, requestId: string): Promise<readonly LineOutcome[]>;
}
