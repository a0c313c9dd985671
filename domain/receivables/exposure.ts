/** All in minor units of one currency. */
export interface ExposureParts {
  /** Invoiced and not yet settled (the receivable). */
  readonly open: bigint;
  /** Consumed at Microsoft and not yet invoiced by us. */
  readonly unbilled: bigint;
  readonly prepaid: bigint;
  /** Money received that lies on no invoice yet. */
  readonly unapplied: bigint;
}

/**
 * What the partner would lose if the customer never paid again (design, "Ledger"). Negative when the customer has paid ahead:
 * not cut off at zero, so that the exposures of customers add up to that of the book.
 */
export function exposure({ open, unbilled, prepaid, unapplied }: ExposureParts): bigint {
  return open + unbilled - prepaid - unapplied;
}
