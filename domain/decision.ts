import type { Day, Instant } from './calendar/day.ts';
import type { NoticeKind } from './facts/collection-facts.ts';
import type { OrderTerms } from './facts/service-facts.ts';
import type { StoredMoney } from './facts/stored-money.ts';
import type { FactDraft } from './facts/fact.ts';
import type { RiskTier } from './policy/tier-terms.ts';

export type Phase =
  | 'applied'
  | 'verifying'
  | 'awaitingPrepayment'
  | 'active'
  | 'dunning'
  | 'suspended'
  | 'reinstating'
  | 'terminating'
  | 'closed'
  | 'refused';

export type Service = 'none' | 'on' | 'partial' | 'off';

/**
 * One act upon the outside world. `key` is unique for ever within the customer: the same act asked for twice is one
 * effect, the next occurrence of the same act is another.
 */
export type Effect =
  | NoticeEffect
  | {
      readonly kind: 'order';
      readonly key: string;
      readonly subscription: string;
      readonly offer: string;
      readonly quantity: number;
      readonly terms?: OrderTerms;
    }
  | CartEffect
  | {
      readonly kind: 'quantity';
      readonly key: string;
      readonly subscription: string;
      readonly quantity: number;
    }
  | {
      readonly kind: 'stop';
      readonly key: string;
      readonly subscription: string;
      readonly entry: number;
      readonly step: StepRef | null;
      /** Add-ons that Microsoft suspends with it (practice 60); absent where there are none. */
      readonly addOns?: readonly { readonly subscription: string; readonly entry: number }[];
    }
  | { readonly kind: 'start'; readonly key: string; readonly subscription: string; readonly entry: number }
  | { readonly kind: 'end'; readonly key: string; readonly subscription: string }
  | {
      readonly kind: 'charge';
      readonly key: string;
      readonly step: StepRef;
      readonly amount: StoredMoney;
      readonly gatewayPaymentMethod: string | null;
    };

/** Several lines that are bought through one cart. */
export interface CartEffect {
  readonly kind: 'cart';
  readonly key: string;
  readonly order: string;
  readonly lines: readonly (OrderTerms & {
    readonly subscription: string;
    readonly offer: string;
    readonly quantity: number;
  })[];
}

/** A rung of the ladder in one case (or before due, when `case` is null). */
export interface StepRef {
  readonly case: number | null;
  readonly step: string;
  readonly occurrence: string;
  readonly anchor: Day;
  readonly jumped: boolean;
  /** The pace at which it was counted; absent where the policy knows one pace only. */
  readonly pace?: RiskTier;
}

export interface NoticeEffect {
  readonly kind: 'notice';
  readonly key: string;
  readonly noticeKind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
  /** The rung this notice carries out; null for prepayment and service notices. */
  readonly rung: StepRef | null;
  /** True when a step may only follow this notice once it was delivered. */
  readonly mustPrecede: boolean;
  readonly contactRevision: number;
  /** What the text says; amounts as they were when it was decided. */
  readonly says: {
    readonly amount: StoredMoney;
    readonly invoices: readonly string[];
    /** The day of suspension that a warning names. */
    readonly suspensionOn: Day | null;
    readonly prepayment: string | null;
  };
}

/** Why the decision is what it is, in coded words with ids. */
export interface Reason {
  readonly code: string;
  readonly detail?: Readonly<Record<string, string>>;
}

/** Something that was due and was not done: held, skipped, lapsed, refused (design, rule 7). */
export interface NonEvent {
  readonly what: string;
  readonly because: string;
  readonly detail?: Readonly<Record<string, string>>;
}

export interface NextStep {
  readonly at: Instant;
  readonly kind: string;
  readonly step: string;
  readonly because: string;
}

/** What became of a command. `code` is from the error catalogue. */
export type CommandOutcome =
  | { readonly command: string; readonly outcome: 'applied' }
  | { readonly command: string; readonly outcome: 'refused'; readonly code: string; readonly detail: string };

/** The answer of `decide`: what holds now, what is to be done now, and when to look again. */
export interface Decision {
  readonly schema: 1;
  readonly now: Instant;
  readonly phase: Phase;
  readonly service: Service;
  readonly reasons: readonly Reason[];
  readonly nonEvents: readonly NonEvent[];
  readonly outcomes: readonly CommandOutcome[];
  /** Facts that this decision makes (case opened, hold released, …), in order. */
  readonly moves: readonly FactDraft[];
  readonly effects: readonly Effect[];
  readonly nextStep: NextStep | null;
  /** The next instant at which the answer would change by itself; null when only a new fact can change it. */
  readonly wakeAt: Instant | null;
}
