import type { Day } from '../calendar/day.ts';
import type { RiskTier } from '../policy/tier-terms.ts';
import type { StoredMoney } from './stored-money.ts';

export type HoldReason = 'prepayment' | 'debt' | 'fraud' | 'aup' | 'customer';
export type HoldScope = 'account' | { readonly subscription: string };
export type NoticeKind = 'dunning' | 'prepayment' | 'service';

/** Names one notice for ever: with the customer id it is the effect key (design, rule 5). */
export interface NoticeRef {
  readonly noticeKind: NoticeKind;
  readonly step: string;
  readonly occurrence: string;
}

export interface CollectionFacts {
  'dispute.opened': { readonly dispute: string; readonly invoice: string; readonly amount: StoredMoney };
  'dispute.resolved': { readonly dispute: string; readonly outcome: 'accepted' | 'rejected' };
  'promise.made': {
    readonly promise: string;
    readonly plan: string | null;
    readonly amount: StoredMoney;
    readonly dueOn: Day;
  };
  'promise.ended': { readonly promise: string; readonly outcome: 'kept' | 'partlyKept' | 'broken' };
  'hold.placed': {
    readonly hold: string;
    readonly reason: HoldReason;
    readonly scope: HoldScope;
    /** Business instant at which it lapses by itself, or null. */
    readonly until: number | null;
    readonly placedBy: string;
  };
  'hold.released': { readonly hold: string; readonly because: 'released' | 'lapsed' | 'settled' | 'stepNoLongerHolds' };
  'dunning.paused': { readonly until: Day };
  'dunning.resumed': Record<string, never>;
  /** A collector jumped to a step; it is due at once. */
  'dunning.escalated': { readonly toStep: string };
  /** `pace`: the risk tier at whose days of the ladder it goes; absent where the policy knows one pace only. */
  'case.opened': { readonly case: number; readonly by: 'policy' | 'person'; readonly pace?: RiskTier };
  /** The customer's risk tier is another one now: the case keeps its position and goes on at that tier's pace. */
  'case.paceChanged': { readonly case: number; readonly pace: RiskTier };
  'case.closed': { readonly case: number };
  /** The debt shrank: the position is now `toStep`, or before the first step when null. */
  'case.fellBack': { readonly case: number; readonly toStep: string | null };
  /** A step that no longer makes sense (a pre-due step once overdue), or was jumped over by `mostSevere`. */
  'step.lapsed': {
    readonly case: number | null;
    readonly step: string;
    readonly occurrence: string;
    readonly because: 'overdue' | 'jumped' | 'reversal';
  };
  /** `anchor` is the due day the step was counted from; `jumped` says that a person sent the case to it, so that its conditions were not asked. */
  'step.done': {
    readonly case: number | null;
    readonly step: string;
    readonly occurrence: string;
    readonly anchor: Day;
    readonly jumped: boolean;
    /** The pace at which it was counted, where the case has one. */
    readonly pace?: RiskTier;
  };
  'notice.accepted': NoticeRef & { readonly contactRevision: number };
  'notice.delivered': NoticeRef;
  'notice.undeliverable': NoticeRef & {
    readonly because: 'bounced' | 'failed' | 'noContact';
    readonly contactRevision: number;
  };
  'approval.requested': {
    readonly approval: string;
    readonly subject: 'step' | 'writeOff' | 'order';
    readonly key: string;
    readonly askedBy: string;
  };
  'approval.decided': { readonly approval: string; readonly decision: 'approve' | 'refuse' };
  'task.opened': { readonly task: string; readonly key: string; readonly what: string };
  'task.closed': { readonly task: string };
}
