/** Prices that Microsoft gives to some customers only. */
export type PriceSegment = 'education' | 'nonprofit' | 'government';

/** A subscription as far as product terms are about it. */
export interface TermsSubscription {
  /** Id at Microsoft. */
  readonly id: string;
  /** Microsoft's name for what was bought. */
  readonly name: string;
  /** `Product:Sku`; empty for a legacy offer. */
  readonly sku: string;
  readonly quantity: number;
}

/** Licences of one product in the customer's directory. */
export interface LicenceUse {
  readonly name: string;
  readonly available: number;
  readonly assigned: number;
}

/** One customer as its subscriptions are held against the product terms (practice 11). */
export interface TermsSubject {
  /** ISO 3166 alpha-2: on record with us, and in the billing profile at Microsoft (null where it cannot be read). */
  readonly country: string;
  readonly billingCountry: string | null;
  /** Where the partner's own account is. */
  readonly partnerCountry: string;
  /** Active ones. */
  readonly subscriptions: readonly TermsSubscription[];
  /** Segments for which Microsoft has approved the customer, or for which proof is on record. */
  readonly eligible: ReadonlySet<PriceSegment>;
  /** Null where the directory cannot be read: then nothing is said about assignments. */
  readonly licences: readonly LicenceUse[] | null;
}

/** Something that the terms do not allow. `subject` tells it from the customer's other breaches. */
export interface Breach {
  readonly rule: 'special-price' | 'seat-limit' | 'over-assigned' | 'other-country' | 'outside-market';
  readonly subject: string;
}
