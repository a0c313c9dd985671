import type { Day } from '../../domain/calendar/day.ts';
import type { DirectoryFigure } from '../../domain/hygiene/figures.ts';
import type { FindingKind } from '../../domain/hygiene/finding.ts';
import type { ReviewFactKind } from '../../domain/hygiene/review-facts.ts';
import type { ReviewState } from '../../domain/hygiene/review.ts';
import type { Bytes, Default, Json } from './column-types.ts';

/** Why an account is left alone. */
export type ExclusionKind = 'breakGlass' | 'service' | 'other';

export interface HygieneTables {
  hygiene_review: {
    id: string;
    customer_id: string;
    state: ReviewState;
    opened_at: Date;
    scanned_at: Date | null;
    due_at: Date | null;
    closed_at: Date | null;
    open_findings: Default<number>;
    last_seq: number;
    delivered_seq: Default<number>;
    wake_at: Date | null;
  };
  hygiene_review_fact: {
    review_id: string;
    seq: number;
    kind: ReviewFactKind;
    at: Date;
    recorded_at: Date;
    actor: string;
    body: Json<Record<string, unknown>>;
  };
  hygiene_finding: {
    customer_id: string;
    key: string;
    kind: FindingKind;
    user_id: string | null;
    sku: string | null;
    quantity: number;
    since: Date | null;
    first_seen_at: Date;
    last_seen_at: Date;
    gone_at: Date | null;
    accepted_until: Date | null;
  };
  directory_person: {
    customer_id: string;
    user_id: string;
    user_principal_name: string | null;
    display_name: string | null;
  };
  directory_look: {
    customer_id: string;
    tried_at: Date;
    read_at: Date | null;
    sign_ins_known: Default<boolean>;
    failure: string | null;
  };
  directory_figure: {
    customer_id: string;
    day: Day;
    users: number;
    guests: number;
    enabled: number;
    signed_in: number | null;
    licences: Json<DirectoryFigure['licences']>;
    known_at: Date;
  };
  hygiene_exclusion: {
    id: string;
    customer_id: string;
    user_id: string;
    kind: ExclusionKind;
    owner: string | null;
    review_on: Day;
    created_at: Date;
    created_by: string;
    ended_at: Date | null;
    ended_by: string | null;
  };
  hygiene_remedy_right: {
    customer_id: string;
    version: number;
    may_disable: boolean;
    may_delete: boolean;
    granted_on: Day;
    recorded_at: Date;
    actor: string;
  };
  hygiene_letter: {
    review_id: string;
    key: string;
    customer_id: string;
    message_id: string;
    language: string;
    to_address: string | null;
    document: Bytes | null;
    document_sha256: Bytes;
    frozen_at: Date;
    delivered_at: Default<Date | null>;
    bounced_at: Default<Date | null>;
    detail: Default<string | null>;
  };
}
