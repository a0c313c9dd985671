import type { Day } from '../calendar/day.ts';
import type { HoldReason, HoldScope } from '../facts/collection-facts.ts';
import type { OrderTerms } from '../facts/service-facts.ts';
import type { StoredMoney } from '../facts/stored-money.ts';

/**
 * What people ask of a life. A command is a `pending` row until a turn marks it applied or refused; ids in it were made
 * by the caller, so that asking twice names the same thing.
 */
export interface CommandBodies {
  'dunning.start': Record<string, never>;
  'dunning.pause': { readonly until: Day };
  'dunning.resume': Record<string, never>;
  'dunning.escalate': { readonly toStep: string };
  'dispute.open': { readonly dispute: string; readonly invoice: string; readonly amount: StoredMoney };
  'promise.make': { readonly promise: string; readonly amount: StoredMoney; readonly dueOn: Day };
  'plan.agree': {
    readonly plan: string;
    readonly instalments: readonly { readonly promise: string; readonly amount: StoredMoney; readonly dueOn: Day }[];
  };
  'hold.place': {
    readonly hold: string;
    readonly reason: HoldReason;
    readonly scope: HoldScope;
    readonly until: number | null;
  };
  /** Several at once, none with an end: each subscription gets a hold of its own, and can be released for itself. */
  'hold.placeEach': {
    readonly reason: HoldReason;
    readonly holds: readonly { readonly hold: string; readonly subscription: string }[];
  };
  'hold.release': { readonly hold: string };
  'approval.decide': { readonly approval: string; readonly decision: 'approve' | 'refuse' };
  'order.place': {
    readonly order: string;
    readonly approval?: string;
    readonly lines: readonly (OrderTerms & {
      readonly subscription: string;
      readonly offer: string;
      readonly quantity: number;
    })[];
  };
  'subscription.setQuantity': {
    readonly subscription: string;
    readonly quantity: number;
    readonly approval?: string;
  };
  /** `approval`: the id it gets where the order, or more seats, need a second person; commands from before that had none. */
  'subscription.order': {
    readonly subscription: string;
    readonly offer: string;
    readonly quantity: number;
    readonly approval?: string;
  };
  'subscription.retry': { readonly subscription: string };
  'prepayment.request': { readonly prepayment: string; readonly amount: StoredMoney };
  'onboarding.reopen': Record<string, never>;
  'offboarding.request': { readonly on: Day };
  'task.close': { readonly task: string };
}

export type CommandKind = keyof CommandBodies;

/** A command that waits to be decided; `by` names the person or service for the audit. */
export type PendingCommand<K extends CommandKind = CommandKind> = {
  readonly [P in K]: {
    readonly command: string;
    readonly kind: P;
    readonly by: string;
    readonly body: CommandBodies[P];
  };
}[K];
