import type { Consumption } from './consumption.ts';

/** Something somebody did, as the logs will tell it. Instants are epoch milliseconds. */
export interface Deed {
  readonly kind:
    | 'ownerAssigned'
    | 'globalAdministratorAssigned'
    | 'guestMadeAdministrator'
    | 'mfaDisabled'
    | 'budgetDeleted'
    | 'alertDeleted'
    | 'machinesCreated'
    | 'signedIn';
  readonly at: number;
  readonly actor: string;
  readonly country: string | null;
  readonly subject: string;
  readonly count: number;
}

/** What the partner was told or approved beforehand. Days are counted; money is zlotys a day. */
export type Agreement =
  | {
      readonly kind: 'region' | 'service';
      readonly subject: string;
      readonly daily: number;
      readonly from: number;
      readonly until: number;
      readonly knownAt: number;
    }
  | {
      readonly kind: 'administrator';
      readonly subject: string;
      readonly from: number;
      readonly until: number;
      readonly knownAt: number;
    };

/** An honest happening: a project, a load test, a new colleague. */
export interface Happening {
  readonly deeds: readonly Deed[];
  readonly agreements: readonly Agreement[];
  /** What it costs on a counted day. */
  costOn(day: number): readonly Consumption[];
}

export type IncidentKind =
  | 'mining in a new region'
  | 'mining in a known region'
  | 'stolen administrator'
  | 'machine-learning abuse'
  | 'budget deleted first'
  | 'guest made administrator'
  | 'slow drip';

/** An incident: what it costs on a counted day, and what is left of it in the logs. */
export interface Incident {
  readonly kind: IncidentKind;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly deeds: readonly Deed[];
  costOn(day: number): readonly Consumption[];
}
