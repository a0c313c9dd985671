import type { StoredMoney } from './stored-money.ts';

/** A subscription's state at Microsoft, as last read (contract section 6.2). */
export type ActualState = 'ordering' | 'active' | 'suspended' | 'expired' | 'disabled' | 'deleted' | 'unknown';

/** What of a subscription Microsoft can refuse. */
export type RefusedAct = 'order' | 'stop' | 'start' | 'end' | 'quantity';

/** How an offer is bought; what is left out is a year, billed monthly (an Azure plan: once, without a term). */
export interface OrderTerms {
  readonly termDuration?: 'P1M' | 'P1Y' | 'P3Y' | undefined;
  readonly billingCycle?: 'monthly' | 'annual' | 'triennial' | 'one_time' | undefined;
}

/** What reactivation does not bring back by itself (contract section 6.4): read and stored before the stop. */
export interface Restorable {
  readonly autoRenewEnabled: boolean;
  /** JSON text of the scheduled next-term instructions, or null. */
  readonly scheduled: string | null;
}

export interface ServiceFacts {
  /** `order` groups the lines that are bought through one cart; absent for what was ordered alone. */
  'subscription.wanted': OrderTerms & {
    readonly subscription: string;
    readonly offer: string;
    readonly quantity: number;
    readonly order?: string | undefined;
  };
  /** Somebody wants more seats, or fewer; the last word counts. */
  'subscription.quantityWanted': { readonly subscription: string; readonly quantity: number };
  /** A second person has refused what was wished for; Microsoft was never asked. */
  'subscription.quantityDropped': { readonly subscription: string };
  /** Read back at Microsoft. */
  'subscription.quantityChanged': { readonly subscription: string; readonly quantity: number };
  'subscription.ordered': { readonly subscription: string; readonly microsoftId: string };
  /** Read from Microsoft outside an effect of ours: the first sight of a subscription, or a difference found by the sweep. */
  'subscription.observed': {
    readonly subscription: string;
    readonly microsoftId: string;
    readonly offer: string;
    readonly quantity: number;
    readonly actual: ActualState;
    readonly autoRenewEnabled: boolean;
    /** Microsoft's id of the subscription to which it is an add-on; absent for one that is none. */
    readonly base?: string;
  };
  /** `withBase`: it went with this subscription of ours, and nobody asked Microsoft for it by itself. */
  'subscription.stopped': {
    readonly subscription: string;
    readonly entry: number;
    readonly restorable: Restorable;
    readonly withBase?: string;
  };
  'subscription.restored': {
    readonly subscription: string;
    readonly entry: number;
    readonly lost: readonly ('autoRenew' | 'scheduledChanges')[];
  };
  'subscription.ended': { readonly subscription: string; readonly how: 'cancelled' | 'notRenewed' };
  /** Microsoft refused; the rest goes on and a person has a task. */
  'subscription.refused': {
    readonly subscription: string;
    readonly act: RefusedAct;
    readonly entry: number;
    readonly code: string;
  };
  /** A person (or the sweep) says: try the refused act again. */
  'subscription.retried': { readonly subscription: string };
  'effect.deferred': { readonly effectKey: string; readonly until: number };
  'charge.attempted': {
    readonly step: string;
    readonly occurrence: string;
    readonly outcome: 'succeeded' | 'processing' | 'declined' | 'noInstrument';
    readonly amount: StoredMoney;
  };
  'offboarding.requested': { readonly on: string; readonly by: 'person' | 'policy' };
  'life.closed': Record<string, never>;
}
