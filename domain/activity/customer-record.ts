import type { Instant } from '../calendar/day.ts';
import type { ActivityRecord } from '../usage/activity-record.ts';
import type { CustomerLog } from './log-source.ts';

/** A record of a customer's own log as it is kept; `user` and `address` are personal data. */
export interface CustomerRecord {
  readonly id: string;
  readonly source: CustomerLog;
  readonly at: Instant;
  readonly operation: string;
  readonly actorId: string | null;
  readonly resourceType: string | null;
  readonly resource: string | null;
  readonly status: string;
  /** The tenant in which whoever signed in is at home, where that is another one. */
  readonly homeTenant?: string | null;
  readonly user: string | null;
  readonly address: string | null;
  /** What it tells the watch; null for the most of them. */
  readonly told: Told | null;
}

/** The part of an activity record that the log itself gives. */
export type Told = Pick<ActivityRecord, 'kind' | 'actor' | 'country' | 'subject' | 'count'>;

/** Stands for somebody whom a log does not name: whoever it is, he was never seen before he was first seen. */
export const NOBODY = 'unknown';
