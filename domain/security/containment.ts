import type { Instant } from '../calendar/day.ts';
import type { ContainmentAction, ContainmentFacts } from './containment-facts.ts';

/** A containment as its facts have it. */
export interface Containment {
  readonly containment: string;
  readonly action: ContainmentAction;
  readonly targets: readonly string[];
  readonly orderedAt: Instant;
  /** `waiting`: a second person has not decided yet. */
  readonly approval: 'none' | 'waiting' | 'approved' | 'refused';
  /** What was on before it was to be stopped, by every try so far. */
  readonly found: readonly string[];
  readonly sentAt: Instant | null;
  /** How often the order was given: the plan's Azure subscriptions are cancelled again until none is on. */
  readonly sends: number;
  /** What was on when the order was given: that, and no more, is started again. */
  readonly stopped: readonly string[];
  readonly planHeldAt: Instant | null;
  readonly planTries: number;
  /** Fraud holds under which the customer's life stops. */
  readonly holds: readonly string[];
  /** How often it was read back, and when last. */
  readonly checks: number;
  readonly checkedAt: Instant | null;
  /** As last read; empty before the first look. */
  readonly stillOn: readonly string[];
  readonly plansOn: readonly string[];
  readonly provenAt: Instant | null;
  readonly failed: boolean;
  /** What was off is on again: since when, and how often that was. */
  readonly returnedAt: Instant | null;
  readonly returns: number;
  readonly reversal: Reversal | null;
}

/** Taking a containment back, read back like the containment itself. */
export interface Reversal {
  readonly orderedAt: Instant;
  readonly releasedAt: Instant | null;
  readonly restartedAt: Instant | null;
  readonly checks: number;
  readonly checkedAt: Instant | null;
  readonly stillOff: readonly string[];
  readonly plansOff: readonly string[];
  readonly provenAt: Instant | null;
  readonly failed: boolean;
}

type Kind = Exclude<keyof ContainmentFacts, 'case.taskOpened' | 'case.taskClosed'>;

/** A fact about a containment, with the instant at which it was recorded. */
export type ContainmentFact = {
  readonly [K in Kind]: { readonly kind: K; readonly body: ContainmentFacts[K]; readonly at: Instant };
}[Kind];

/** The containments of a case after one more fact. */
export function foldContainments(before: readonly Containment[], fact: ContainmentFact): readonly Containment[] {
  if (fact.kind === 'case.containmentOrdered') return [...before, ordered(fact.body, fact.at)];
  const id = fact.body.containment;
  return before.map((one) => (one.containment === id ? { ...one, ...changeBy(one, fact) } : one));
}

function ordered(body: ContainmentFacts['case.containmentOrdered'], orderedAt: Instant): Containment {
  const { containment, action, targets, approval, hold, holds } = body;
  return {
    containment,
    action,
    targets,
    orderedAt,
    approval: approval === undefined ? 'none' : 'waiting',
    found: [],
    sentAt: null,
    sends: 0,
    stopped: [],
    planHeldAt: null,
    planTries: 0,
    holds: holds ?? (hold === undefined ? [] : [hold]),
    checks: 0,
    checkedAt: null,
    stillOn: [],
    plansOn: [],
    provenAt: null,
    failed: false,
    returnedAt: null,
    returns: 0,
    reversal: null,
  };
}

type Later = Exclude<ContainmentFact, { readonly kind: 'case.containmentOrdered' }>;

function changeBy(known: Containment, fact: Later): Partial<Containment> {
  const { at } = fact;
  switch (fact.kind) {
    case 'case.containmentApproved':
      return { approval: 'approved' };
    case 'case.containmentRefused':
      return { approval: 'refused' };
    case 'case.containmentBegun':
      return { found: [...new Set([...known.found, ...fact.body.on])] };
    case 'case.containmentSent':
      return {
        sentAt: at,
        sends: known.sends + 1,
        stopped: [...new Set([...known.stopped, ...(fact.body.stopped ?? [])])],
      };
    case 'case.planHeld':
      return {
        planHeldAt: at,
        planTries: known.planTries + 1,
        holds: [...new Set([...known.holds, ...fact.body.holds])],
      };
    case 'case.containmentChecked':
      return checked(known, fact.body, at);
    case 'case.containmentFailed':
      return { failed: true };
    case 'case.containmentReturned':
      return { returnedAt: at, returns: known.returns + 1 };
    default:
      return { reversal: reversalAfter(known.reversal, fact) };
  }
}

function checked(
  known: Containment,
  { stillOn, plansOn = [] }: ContainmentFacts['case.containmentChecked'],
  at: Instant,
): Partial<Containment> {
  const isOff = stillOn.length === 0 && plansOn.length === 0;
  // Somebody switched an Azure subscription on before its plan was stopped: it is cancelled once more.
  const isAgain = known.provenAt === null && known.checkedAt !== null && known.stillOn.length === 0;
  return {
    checks: known.checks + 1,
    checkedAt: at,
    stillOn,
    plansOn,
    provenAt: known.provenAt ?? (isOff ? at : null),
    ...(isOff ? { returnedAt: null } : {}),
    ...(known.action === 'suspendAzurePlan' && isAgain && stillOn.length > 0 ? { sentAt: null } : {}),
  };
}

type ReversalFact = Extract<Later, { readonly kind: `case.reversal${string}` }>;

function reversalAfter(known: Reversal | null, fact: ReversalFact): Reversal | null {
  const { at } = fact;
  if (fact.kind === 'case.reversalOrdered')
    return {
      orderedAt: at,
      releasedAt: null,
      restartedAt: null,
      checks: 0,
      checkedAt: null,
      stillOff: [],
      plansOff: [],
      provenAt: null,
      failed: false,
    };
  if (known === null) return null;
  switch (fact.kind) {
    case 'case.reversalSent':
      return fact.body.stage === 'release' ? { ...known, releasedAt: at } : { ...known, restartedAt: at };
    case 'case.reversalChecked': {
      const { stillOff, plansOff } = fact.body;
      const isOn = stillOff.length === 0 && plansOff.length === 0;
      return { ...known, checks: known.checks + 1, checkedAt: at, stillOff, plansOff, provenAt: isOn ? at : null };
    }
    case 'case.reversalFailed':
      return { ...known, failed: true };
  }
}
