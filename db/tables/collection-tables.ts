import type { Day } from '../../domain/calendar/day.ts';
import type { CollectionFacts, HoldReason, NoticeKind } from '../../domain/facts/collection-facts.ts';
import type { ActualState, RefusedAct, Restorable } from '../../domain/facts/service-facts.ts';
import type { Bytes, Default, Json } from './column-types.ts';

export type NoticeRowState = 'sending' | 'accepted' | 'delivered' | 'bounced' | 'failed';

export interface CollectionTables {
  dispute: {
    id: string;
    customer_id: string;
    invoice_id: string;
    currency: string;
    amount_minor: bigint;
    state: 'open' | 'accepted' | 'rejected';
    opened_at: Date;
    resolved_at: Date | null;
  };
  payment_plan: { id: string; customer_id: string; made_at: Date };
  promise: {
    id: string;
    customer_id: string;
    plan_id: string | null;
    currency: string;
    amount_minor: bigint;
    kept_minor: bigint;
    due_on: Day;
    state: 'open' | 'kept' | 'partlyKept' | 'broken';
    made_at: Date;
  };
  hold: {
    id: string;
    customer_id: string;
    reason: HoldReason;
    subscription_id: string | null;
    since: Date;
    until: Date | null;
    placed_by: string;
    active: boolean;
    released_at: Date | null;
    released_because: CollectionFacts['hold.released']['because'] | null;
  };
  approval: {
    id: string;
    customer_id: string;
    subject: 'step' | 'writeOff' | 'order';
    key: string;
    asked_by: string;
    state: 'open' | 'approved' | 'refused';
    requested_at: Date;
    decided_by: string | null;
    decided_at: Date | null;
  };
  approval_request: { approval_id: string; customer_id: string; body: Json<unknown> };
  task: {
    id: string;
    customer_id: string;
    key: string;
    what: string;
    open: boolean;
    opened_at: Date;
    closed_at: Date | null;
  };
  notice: {
    id: string;
    customer_id: string;
    kind: NoticeKind;
    step: string;
    occurrence: string;
    effect_key: string;
    channel: Default<string>;
    contact_revision: number;
    message_id: string;
    to_address: string | null;
    document: Bytes | null;
    document_sha256: Bytes;
    state: NoticeRowState;
    sent_at: Date | null;
    accepted_at: Date | null;
    delivered_at: Date | null;
    ended_at: Date | null;
    detail: string | null;
    recorded_at: Date;
  };
  subscription: {
    id: string;
    customer_id: string;
    microsoft_id: string | null;
    offer: string;
    quantity: number;
    actual: ActualState;
    stopped_by_us: boolean;
    restorable: Json<Restorable> | null;
    lost: Json<readonly string[]>;
    stops: number;
    retries: number;
    refused: Json<{ readonly act: RefusedAct; readonly code: string }> | null;
    ended: boolean;
  };
}
