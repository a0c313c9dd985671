import type { Instant } from '../calendar/day.ts';

/** A user of a customer's directory at Microsoft, without names: those are kept apart. */
export interface DirectoryUser {
  /** Object id. */
  readonly id: string;
  readonly type: 'member' | 'guest';
  readonly isEnabled: boolean;
  readonly createdAt: Instant;
  /** A guest that was invited and has not come yet. */
  readonly isPending: boolean;
  /** Null where Microsoft has none; that says nothing about activity (practice 73). */
  readonly signIn: {
    /** Known since December 2023, and not for what was before (contract §13). */
    readonly succeededAt: Instant | null;
    /** The last try of any kind: none can have succeeded later. */
    readonly triedAt: Instant | null;
  } | null;
  /** Ids of the products assigned to the user. */
  readonly licences: readonly string[];
}

/** Licences of one product in a customer's directory. */
export interface LicenceCount {
  readonly sku: string;
  /** Microsoft's short name of the product. */
  readonly name: string;
  /** What is paid for: trials and what comes free of charge are left out. */
  readonly bought: number;
  readonly available: number;
  readonly assigned: number;
}

/** A customer's directory as it was read. */
export interface Directory {
  readonly users: readonly DirectoryUser[];
  /** False where the tenant lacks Entra ID P1 or P2: then nobody can be found inactive. */
  readonly areSignInsKnown: boolean;
  /** Users whose account was enabled in the last days by somebody: left alone (contract §13). */
  readonly reEnabled: ReadonlySet<string>;
  readonly licences: readonly LicenceCount[];
}

/** When the user was last there, as far as that can be known; null without data. */
export function lastSignIn({ signIn }: DirectoryUser): Instant | null {
  return signIn && (signIn.succeededAt ?? signIn.triedAt);
}
