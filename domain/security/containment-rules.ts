import type { ContainmentAction } from './containment-facts.ts';

/** How a containment is ordered and how far it can be taken back. */
export interface ContainmentRule {
  /** Practice 54: what a customer notices most, and Microsoft deletes in time, is decided by two. */
  readonly approval: 'none' | 'fourEyes';
  /**
   * How it is taken back: `restart` at Microsoft, `release` of the fraud hold by an analyst, both, or not at all: a role is
   * granted anew, and who is signed out signs in again.
   */
  readonly reversal: readonly ('release' | 'restart')[];
  /** Days for which Azure keeps the data of what was stopped (practice 55); null where nothing is deleted. */
  readonly dataKeptDays: { readonly least: number; readonly most: number } | null;
  /** Whether somebody at the customer may switch it on again by himself, so that one looks again (practice 52). */
  readonly mayReturn: boolean;
}

const AZURE_KEEPS = Object.freeze({ least: 30, most: 90 });

export const CONTAINMENT_RULES: Readonly<Record<ContainmentAction, ContainmentRule>> = Object.freeze({
  stopResource: { approval: 'none', reversal: ['restart'], dataKeptDays: null, mayReturn: true },
  cancelAzureSubscriptions: {
    approval: 'fourEyes',
    reversal: ['restart'],
    dataKeptDays: AZURE_KEEPS,
    mayReturn: true,
  },
  suspendAzurePlan: {
    approval: 'fourEyes',
    reversal: ['release', 'restart'],
    dataKeptDays: AZURE_KEEPS,
    mayReturn: true,
  },
  suspendSubscriptions: { approval: 'none', reversal: ['release'], dataKeptDays: null, mayReturn: true },
  removeAdminRole: { approval: 'none', reversal: [], dataKeptDays: null, mayReturn: true },
  revokeSessions: { approval: 'none', reversal: [], dataKeptDays: null, mayReturn: false },
});

/** Whether the case itself gives the order to Microsoft; licences are stopped by the customer's life, under its hold. */
export function isSentByCase(action: ContainmentAction): boolean {
  return action !== 'suspendSubscriptions';
}
