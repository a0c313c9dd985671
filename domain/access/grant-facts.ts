import type { Instant } from '../calendar/day.ts';
import type { AccessTarget } from './access-target.ts';
import type { ControlName } from './controls.ts';

/**
 * Why a grant gave no access: somebody said no, nobody said yes in time, Microsoft or a control said no, it was there before, or
 * the customer's tenant kept us out until its end.
 */
export type GrantRefusal =
  | 'person'
  | 'lapsed'
  | 'revoked'
  | 'controlsMissing'
  | 'alreadyAssigned'
  | 'microsoft'
  | 'shutOut';

/** Bodies of the facts of a grant: ids and codes; reasons that people typed stand beside them. */
export interface GrantFactBodies {
  'grant.requested': {
    readonly target: AccessTarget;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly askedBy: string;
    /** The asker wants the second person to answer for controls that are not met. */
    readonly waiverAsked: boolean;
  };
  /** `waived`: controls that were missing and for which the approver answers by name. */
  'grant.approved': { readonly waived: readonly ControlName[] };
  'grant.refused': { readonly because: GrantRefusal };
  /** The tenant does not let us in: consent or relationship is gone. Nothing was asked for yet; it is tried again. */
  'grant.shutOut': { readonly code: string };
  /** Recorded before Microsoft is asked: from here on there may be access, whatever becomes of the answer. */
  'grant.activating': Record<string, never>;
  /** Read back at Microsoft, whose id of the assignment it carries. */
  'grant.activated': { readonly assignment: string };
  /** Somebody wants it to end before its time. */
  'grant.revoked': Record<string, never>;
  /** It was removed, and read back: `gone` is the proof. */
  'grant.endChecked': { readonly gone: boolean };
  /** A person was asked to see to it; the workflow goes on trying. */
  'grant.endUnproven': Record<string, never>;
}

export type GrantFactKind = keyof GrantFactBodies;

/** A fact of a grant, before it is recorded. */
export type GrantFactDraft = {
  readonly [K in GrantFactKind]: { readonly kind: K; readonly body: GrantFactBodies[K] };
}[GrantFactKind];

/** A recorded fact. `at` is the business instant, `seq` its place in the grant, from 1. */
export type GrantFact = GrantFactDraft & { readonly seq: number; readonly at: Instant };
