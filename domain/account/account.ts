import type { Day, Instant } from '../calendar/day.ts';
import type { HoldReason, HoldScope, NoticeKind } from '../facts/collection-facts.ts';
import type { FactKind } from '../facts/fact.ts';
import type { CustomerTraits, RequirementKey } from '../facts/onboarding-facts.ts';
import type { ActualState, OrderTerms, RefusedAct, Restorable } from '../facts/service-facts.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import type { Knowledge } from './knowledge.ts';

/**
 * What a customer's facts add up to. All amounts are minor units of the customer's one currency (`traits.currency`);
 * nothing here depends on the clock, so that the same facts always give the same account.
 */
export interface Account {
  readonly version: number;
  readonly traits: CustomerTraits;
  readonly registeredAt: Instant;
  /** Business instant of the latest fact: what is graded by the calendar is graded as of then, the same for everybody who asks. */
  readonly lastAt: Instant;
  readonly policy: { readonly key: string; readonly version: number };
  readonly requirements: ReadonlyMap<RequirementKey, 'met' | 'refused'>;
  readonly monthlyBudget: bigint | null;
  readonly known: Knowledge;
  readonly instruments: readonly Instrument[];
  readonly onboarded: boolean;
  readonly onboardingEnded: 'timedOut' | null;
  /** When the onboarding clock last started: registration or the last re-opening. */
  readonly onboardingSince: Instant;
  readonly prepayments: readonly Prepayment[];
  readonly invoices: ReadonlyMap<string, Invoice>;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly prepaid: bigint;
  readonly unapplied: bigint;
  /** Latest effective day of money that was put into a pot: from it on, all that lies there counts. Empty before the first. */
  readonly potsFrom: Day;
  /** Highest prepaid balance since the last top-up was asked for: re-arms the request. */
  readonly prepaidPeak: bigint;
  readonly suspectedMoney: ReadonlyMap<string, { readonly amount: bigint; readonly because: string }>;
  readonly disputes: readonly Dispute[];
  readonly promises: readonly PromiseToPay[];
  readonly holds: readonly Hold[];
  readonly dunning: DunningState;
  readonly notices: ReadonlyMap<string, NoticeState>;
  readonly approvals: readonly Approval[];
  readonly tasks: readonly Task[];
  readonly subscriptions: ReadonlyMap<string, SubscriptionState>;
  readonly deferred: ReadonlyMap<string, Instant>;
  readonly offboarding: { readonly on: Day; readonly by: 'person' | 'policy'; readonly requestedAt: Instant } | null;
  readonly closed: boolean;
  /** Money facts after the end, as `kind/version.seq`: each is a person's task. */
  readonly moneyAfterEnd: readonly string[];
}

export interface Instrument {
  readonly instrument: string;
  readonly funding: 'credit' | 'debit' | 'prepaid' | 'unknown' | 'notACard';
  readonly state: 'accepted' | 'refused' | 'review';
  readonly gatewayPaymentMethod: string;
}

export interface Prepayment {
  readonly prepayment: string;
  readonly amount: bigint;
  readonly settled: bigint;
  readonly purpose: 'onboarding' | 'topUp';
  readonly requestedAt: Instant;
}

export interface Instalment {
  readonly invoice: string;
  readonly instalment: number;
  readonly issuedOn: Day;
  readonly dueOn: Day;
  readonly effectiveDueOn: Day;
  readonly amount: bigint;
  readonly open: bigint;
}

/** Money lying on an instalment: from a payment (its id) or from a pot. Kept in the order in which it came. */
export interface Allocation {
  readonly source: string;
  readonly instalment: number;
  readonly amount: bigint;
}

export interface Invoice {
  readonly invoice: string;
  readonly number: string;
  readonly issuedOn: Day;
  readonly total: bigint;
  readonly net: bigint;
  readonly tax: bigint;
  readonly credited: bigint;
  readonly creditedTax: bigint;
  readonly writtenOff: bigint;
  readonly instalments: readonly Instalment[];
  readonly allocations: readonly Allocation[];
  readonly voided: boolean;
}

export interface Payment {
  readonly payment: string;
  readonly amount: bigint;
  readonly receivedOn: Day;
  readonly recordedAtVersion: number;
  readonly unapplied: bigint;
  readonly prepaid: bigint;
  /** The request that `prepaid` settles. */
  readonly prepayment: string | null;
  readonly reversed: boolean;
}

export interface Dispute {
  readonly dispute: string;
  readonly invoice: string;
  readonly amount: bigint;
  readonly state: 'open' | 'accepted' | 'rejected';
}

export interface PromiseToPay {
  readonly promise: string;
  readonly plan: string | null;
  readonly amount: bigint;
  readonly dueOn: Day;
  readonly madeAtVersion: number;
  readonly state: 'open' | 'kept' | 'partlyKept' | 'broken';
}

export interface Hold {
  readonly hold: string;
  readonly reason: HoldReason;
  readonly scope: HoldScope;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly placedBy: string;
  readonly active: boolean;
}

/** One rung that stands as done in the current case. */
export interface DoneStep {
  readonly step: string;
  readonly occurrence: string;
  readonly doneOn: Day;
  readonly doneAt: Instant;
  /** The due day it was counted from: only a later one can undo it. */
  readonly anchor: Day;
  /** A person sent the case here: its conditions were not asked. */
  readonly jumped: boolean;
  /** Money was taken back since (chargeback, return): a warning from before it warns of nothing any more. */
  readonly beforeReversal: boolean;
}

/** Days from `from` to the day before `until` on which a person let dunning rest. */
export interface Pause {
  readonly from: Day;
  readonly until: Day;
}

export interface DunningState {
  readonly case: {
    readonly number: number;
    readonly by: 'policy' | 'person';
    readonly openedAt: Instant;
    readonly openedOn: Day;
    /** The risk tier at whose pace it goes; null for the ladder as it stands. */
    readonly pace: RiskTier | null;
  } | null;
  readonly casesOpened: number;
  /** The rungs done in this case that still stand, lowest first; falling back cuts the top off. */
  readonly position: readonly DoneStep[];
  /** Entries per step in this case, also those that fell back: the second part of `occurrence`. */
  readonly entries: ReadonlyMap<string, number>;
  /** Last day on which any step was done for this customer. */
  readonly lastStepOn: Day | null;
  /** Pre-due steps, as `step/pre.<due day>`, with the day on which they were done; null when they lapsed. */
  readonly preDue: ReadonlyMap<string, Day | null>;
  /** Steps whose being jumped over is on record already. */
  readonly lapsed: ReadonlySet<string>;
  readonly pausedUntil: Day | null;
  /** Every pause of this life, in order and never overlapping. */
  readonly pauses: readonly Pause[];
  readonly escalatedTo: string | null;
}

export interface NoticeState {
  readonly noticeKind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
  readonly state: 'accepted' | 'delivered' | 'undeliverable';
  readonly acceptedAt: Instant | null;
  readonly acceptedOn: Day | null;
  readonly contactRevision: number;
}

export interface Approval {
  readonly approval: string;
  readonly key: string;
  readonly state: 'open' | 'approved' | 'refused';
}

export interface Task {
  readonly task: string;
  readonly key: string;
  readonly what: string;
  readonly open: boolean;
}

/** An act that Microsoft refused, until somebody asks to try again. */
export interface MicrosoftRefusal {
  readonly act: RefusedAct;
  readonly code: string;
  /** `stops.retries` when it was refused: names its task. */
  readonly when: string;
}

export interface SubscriptionState {
  readonly subscription: string;
  readonly microsoftId: string | null;
  readonly offer: string;
  readonly quantity: number;
  readonly actual: ActualState;
  readonly stoppedByUs: boolean;
  readonly restorable: Restorable | null;
  readonly lost: readonly string[];
  /** How often we stopped it: part of the effect keys, so that a second suspension is a second effect. */
  readonly stops: number;
  readonly retries: number;
  /** How often it was suspended behind our back, so that each time is a task of its own. */
  readonly foreignStops: number;
  /** At most one per act, the latest last: that one act was refused says nothing of another. */
  readonly refusals: readonly MicrosoftRefusal[];
  /** The cart that its line belongs to; null for what was ordered alone. */
  readonly order: string | null;
  readonly terms: OrderTerms;
  /** Seats that somebody wants and Microsoft has not confirmed; null where none differ. */
  readonly quantityWanted: number | null;
  /** How often the quantity was to change: part of the effect's key. */
  readonly quantityWishes: number;
  readonly ended: boolean;
  /** Microsoft's id of the subscription to which it is an add-on; null for one that is none. */
  readonly base: string | null;
  /** The subscription of ours with which we stopped it; null where it was stopped by itself or is not stopped. */
  readonly stoppedWith: string | null;
}

/** Kinds of facts that move money on the ledger. */
export const MONEY_KINDS: ReadonlySet<FactKind> = new Set<FactKind>([
  'invoice.issued',
  'invoice.credited',
  'invoice.writtenOff',
  'payment.received',
  'payment.reversed',
]);
