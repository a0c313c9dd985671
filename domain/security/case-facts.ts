import type { AccessTarget } from '../access/access-target.ts';
import type { Day, Instant } from '../calendar/day.ts';
import type { StoredMoney } from '../facts/stored-money.ts';
import type { ContainmentFacts } from './containment-facts.ts';
import type { CreditFacts } from './credit-request.ts';
import type { DrillFacts } from './drill.ts';

/** What a case is about: theft or abuse of service, a breach, the acceptable use policy, another notice of Microsoft's. */
export type CaseKind = 'fraud' | 'security' | 'aup' | 'notice';
export type CaseSeverity = 'low' | 'medium' | 'high';
/** How it came to be known: Microsoft's alerts (push or poll), our own watch over usage, or a person who was told. */
export type CaseSource = 'alert' | 'watch' | 'mail' | 'phone' | 'other';
/** Exactly the words that Microsoft takes back (practice 44). */
export type CaseVerdict = 'fraud' | 'legitimate' | 'ignored';
/** The promises of a case, each with a clock (csp-guidance, C): first look, mitigation, answer to Microsoft. */
export type ClockName = 'acknowledge' | 'act' | 'answer';

/** Bodies of the facts of a case: ids and codes; what people typed stands beside it. */
export interface CaseFactBodies extends ContainmentFacts, DrillFacts, CreditFacts {
  'case.received': {
    readonly kind: CaseKind;
    readonly severity: CaseSeverity;
    readonly source: CaseSource;
    /** When the partner was told, which may be before it was recorded: the clocks run from here. */
    readonly receivedAt: Instant;
    /** The day by which a notice wants an answer; null where it names none. */
    readonly answerBy: Instant | null;
  };
  /** `occurrence` is one alert whichever way it came; `alert` is the id by which it is answered. */
  'case.alertLinked': {
    readonly occurrence: string;
    readonly alert: string;
    readonly way: 'graph' | 'fraudEvents';
    readonly azureSubscription: string | null;
    readonly alertType: string;
    /** How sure Microsoft is; missing where it does not say. */
    readonly confidence?: CaseSeverity;
    /** Ids of Azure resources that the alert names; missing or empty means the whole subscription (contract §9). */
    readonly resources?: readonly string[];
  };
  /** Something that our own watch found; `atStake` is what it costs if nobody acts. */
  'case.findingLinked': {
    readonly occurrence: string;
    readonly rule: string;
    readonly practice: number;
    readonly day: Day;
    readonly subject: string;
    readonly atStake: StoredMoney;
  };
  /** A full administrator whom no grant explains; `assignment` is Microsoft's id. */
  'case.accessLinked': { readonly occurrence: string; readonly assignment: string; readonly target: AccessTarget };
  /** A subscription that Microsoft has suspended, not we. */
  'case.suspensionLinked': { readonly occurrence: string; readonly subscription: string };
  'case.acknowledged': Record<string, never>;
  /**
   * `waived` says that the person closes a fraud without containment, by name (practice 45); `compromise` that an account was
   * taken over, so that the drill follows (practice 47).
   */
  'case.judged': { readonly verdict: CaseVerdict; readonly waived: boolean; readonly compromise?: boolean };
  /** Read back at Microsoft: these alerts carry the verdict. */
  'case.answered': { readonly alerts: readonly string[] };
  /** A mail about this occasion went out; `sent` is false where nobody is named to whom it could go. */
  'case.told': { readonly key: string; readonly sent: boolean };
  'case.escalated': { readonly clock: ClockName };
  'case.clockMissed': { readonly clock: ClockName };
  'case.closed': Record<string, never>;
}

export type CaseFactKind = keyof CaseFactBodies;

/** A fact of a case, before it is recorded. */
export type CaseFactDraft = {
  readonly [K in CaseFactKind]: { readonly kind: K; readonly body: CaseFactBodies[K] };
}[CaseFactKind];

/** A recorded fact. `at` is the business instant, `seq` its place in the case, from 1. */
export type CaseFact = CaseFactDraft & { readonly seq: number; readonly at: Instant };
