import type { Instant } from '../calendar/day.ts';
import type { ControlName } from './controls.ts';
import type { GrantFact, GrantFactBodies, GrantRefusal } from './grant-facts.ts';

/** `ending`: its time is over, or it was revoked, and it is not proven yet that the access is gone. */
export type GrantState = 'requested' | 'approved' | 'refused' | 'activated' | 'ending' | 'ended';

type Requested = GrantFactBodies['grant.requested'];

/** What a grant's facts add up to; nothing here depends on the clock. */
export interface AccessGrant extends Requested {
  readonly seq: number;
  readonly askedAt: Instant;
  readonly approvedAt: Instant | null;
  readonly waived: readonly ControlName[];
  readonly refusedAt: Instant | null;
  readonly refusal: GrantRefusal | null;
  /** How often the tenant did not let us in before anything was asked for, and when last. */
  readonly shutOuts: number;
  readonly shutOutAt: Instant | null;
  /** Microsoft may have been asked: there is something to end. */
  readonly activatingAt: Instant | null;
  readonly activatedAt: Instant | null;
  readonly assignment: string | null;
  readonly revokedAt: Instant | null;
  /** How often its end was read back, and when last. */
  readonly checks: number;
  readonly checkedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly unproven: boolean;
}

/** @throws RangeError when the first fact is not its request */
export function foldGrant(facts: readonly GrantFact[]): AccessGrant {
  const [first, ...rest] = facts;
  if (first?.kind !== 'grant.requested') throw new RangeError('a grant begins with its request');
  const requested: AccessGrant = {
    ...first.body,
    seq: first.seq,
    askedAt: first.at,
    approvedAt: null,
    waived: [],
    refusedAt: null,
    refusal: null,
    shutOuts: 0,
    shutOutAt: null,
    activatingAt: null,
    activatedAt: null,
    assignment: null,
    revokedAt: null,
    checks: 0,
    checkedAt: null,
    endedAt: null,
    unproven: false,
  };
  return rest.reduce((known, fact) => ({ ...known, ...changeBy(known, fact), seq: fact.seq }), requested);
}

function changeBy(known: AccessGrant, fact: GrantFact): Partial<AccessGrant> {
  const { at } = fact;
  switch (fact.kind) {
    case 'grant.requested':
      throw new RangeError('a grant is requested once');
    case 'grant.approved':
      return { approvedAt: at, waived: fact.body.waived };
    case 'grant.refused':
      return { refusedAt: at, refusal: fact.body.because };
    case 'grant.shutOut':
      return { shutOuts: known.shutOuts + 1, shutOutAt: at };
    case 'grant.activating':
      return { activatingAt: known.activatingAt ?? at };
    case 'grant.activated':
      return { activatedAt: known.activatedAt ?? at, assignment: fact.body.assignment };
    case 'grant.revoked':
      return { revokedAt: known.revokedAt ?? at };
    case 'grant.endChecked':
      return { checks: known.checks + 1, checkedAt: at, endedAt: fact.body.gone ? at : null };
    case 'grant.endUnproven':
      return { unproven: true };
  }
}

/** Whether nothing is left to do. */
export function isOver({ refusedAt, endedAt }: AccessGrant): boolean {
  return refusedAt !== null || endedAt !== null;
}

/** Where a grant stands at an instant. */
export function stateOf(known: AccessGrant, now: Instant): GrantState {
  if (known.refusedAt !== null) return 'refused';
  if (known.endedAt !== null) return 'ended';
  if (isToEnd(known, now)) return 'ending';
  if (known.activatedAt !== null) return 'activated';
  return known.approvedAt === null ? 'requested' : 'approved';
}

/** Whether there may be access at Microsoft whose time is over. */
export function isToEnd({ activatingAt, revokedAt, endsAt, endedAt }: AccessGrant, now: Instant): boolean {
  return activatingAt !== null && endedAt === null && (revokedAt !== null || now >= endsAt);
}
