import type { AccessTarget } from '../access/access-target.ts';
import type { Day, Instant } from '../calendar/day.ts';
import type { StoredMoney } from '../facts/stored-money.ts';
import type { NoticeAction, NoticeClass } from '../notices-of-microsoft/notice-mail.ts';
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
/** Abuse of service and theft of service, told apart (practice 33). */
export type CaseCategory =
  | 'cryptoMining'
  | 'spam'
  | 'hacking'
  | 'ddos'
  | 'malware'
  | 'resale'
  | 'stolenInstrument'
  | 'falseBilling'
  | 'default'
  | 'other';
/**
 * The promises of a case, each with a clock: first look, mitigation, answer to Microsoft (csp-guidance, C), and each step of
 * a cure plan by its number.
 */
export type ClockName = 'acknowledge' | 'act' | 'answer' | `cure.${number}`;

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
    /** When Microsoft detected it: its own count of the time to an answer begins here. Missing in older facts. */
    readonly detectedAt?: Instant;
    /** Missing in older facts. */
    readonly severity?: CaseSeverity;
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
  /**
   * A mail of Microsoft's (practice 31): what it asks, and by when. `mail` is its id among the mails, where it is kept as
   * evidence; `occurrence` is the same for the same notice.
   */
  'case.noticeLinked': {
    readonly occurrence: string;
    readonly mail: string;
    readonly noticeClass: NoticeClass;
    readonly action: NoticeAction;
    readonly answerBy: Instant | null;
    /** Azure subscriptions, or subscriptions at Partner Center, that it names. */
    readonly subscriptions: readonly string[];
  };
  /** What was stopped in a fraud that is closed is on again, and not by us: the case and the containment that stopped it. */
  'case.reenabledLinked': { readonly case: string; readonly containment: string; readonly target: string };
  /** What a person reports while the case is open: the same matter, told once more. Its words stand beside the case. */
  'case.reportLinked': {
    readonly kind: CaseKind;
    readonly severity: CaseSeverity;
    readonly source: CaseSource;
    /** When the partner was told, which may be before the case was opened. */
    readonly receivedAt: Instant;
    readonly answerBy: Instant | null;
  };
  'case.categorised': { readonly category: CaseCategory };
  'case.acknowledged': Record<string, never>;
  /** How a breach is to be cured (practice 11), by further steps. What each says and whose it is stands beside the case. */
  'case.curePlanned': { readonly steps: readonly { readonly step: number; readonly dueAt: Instant }[] };
  'case.cureStepDone': { readonly step: number };
  /** Somebody says by name that what is open of the plan need not be done, or that none is needed. */
  'case.cureWaived': Record<string, never>;
  /** A request at Microsoft's support that is about this case (contract §12.3), and how it stands there. */
  'case.serviceRequestLinked': { readonly number: string };
  'case.serviceRequestRead': { readonly number: string; readonly status: string };
  /**
   * `waived` says that the person closes a fraud without containment, by name (practice 45); `compromise` that an account was
   * taken over, so that the drill follows (practice 47).
   */
  'case.judged': { readonly verdict: CaseVerdict; readonly waived: boolean; readonly compromise?: boolean };
  /** Somebody has answered the notice where it came from: no interface carries an answer to it (contract §20.15). */
  'case.answerRecorded': Record<string, never>;
  /**
   * Read back at Microsoft: these alerts carry this verdict, which somebody may have changed while it was on its way. Older facts
   * do not say which.
   */
  'case.answered': { readonly alerts: readonly string[]; readonly verdict?: CaseVerdict };
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
