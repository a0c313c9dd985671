import type { Deed, IncidentKind } from './happening.ts';

/** What a watcher may see of one customer. Money is in minor units, days are `YYYY-MM-DD`, instants epoch milliseconds. */
export interface WatchedCustomer {
  readonly id: string;
  readonly currency: string;
  readonly timeZone: string;
  /** Monthly budget. */
  readonly budget: bigint;
  /** By the time at which they became known. */
  readonly statements: readonly Statement[];
  readonly activity: readonly (Deed & { readonly id: string; readonly knownAt: number })[];
  readonly agreed: readonly AgreedWithCustomer[];
}

export interface Statement {
  readonly day: string;
  readonly knownAt: number;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly region: string;
  readonly service: string;
  readonly kind: string;
  readonly cost: bigint;
  readonly night: bigint | null;
}

export type AgreedWithCustomer =
  | {
      readonly kind: 'region' | 'service';
      readonly subject: string;
      readonly daily: bigint;
      readonly from: string;
      readonly until: string;
      readonly knownAt: number;
    }
  | {
      readonly kind: 'administrator';
      readonly subject: string;
      readonly from: string;
      readonly until: string;
      readonly knownAt: number;
    };

/** The truth about one incident. Nothing that watches may read it. */
export interface IncidentLabel {
  readonly kind: IncidentKind;
  readonly firstDay: string;
  readonly lastDay: string;
  /** When the first record or the first cost of it could be known. */
  readonly firstKnownAt: number;
  /** When a record of it, or a cost of 500 zlotys in all, could be known; undefined when that never was so. */
  readonly materialAt: number | undefined;
  /** Regions, services, kinds, users and groups in which it shows. */
  readonly touches: readonly string[];
  /** What it cost in all, minor units. */
  readonly cost: bigint;
}

/** A customer's year and, apart from it, the truth. */
export interface LabelledCustomer {
  readonly watched: WatchedCustomer;
  readonly labels: readonly IncidentLabel[];
}
