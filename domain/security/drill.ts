import type { Instant } from '../calendar/day.ts';

/** The steps after a compromise, in the order in which Microsoft gives them (practice 47). */
export const DRILL = Object.freeze({
  rotateCredentials: 'Change the credentials of every administrator and of every owner in Azure.',
  mfaForAll: 'Require MFA of everybody.',
  adminRecoveryDetails: 'Check recovery mail and telephone of the global administrators.',
  riskyUsersAndSignIns: 'Go through risky users and risky sign-ins.',
  signInLogAroundAlert: 'Read the sign-in log around the time of the alert.',
  evictIntruder: 'Take the intruder out: sessions, roles, guests, applications, secrets.',
  activityLogReview: 'Read the activity log for changes of billing, usage and settings.',
  unbilledUsageReview: 'Look through the usage that is not billed yet.',
  disableBadResources: 'Deallocate, disable or delete the resources that the intruder made.',
  cancelAzureSubscriptions: 'Cancel the Azure subscriptions that were misused.',
  azureSupportCase: 'Open a case with Azure support.',
  orphanDisks: 'Remove disks that belong to nothing any more.',
  lowerQuota: 'Lower the quota that is not needed.',
  defenderForCloud: 'Switch Defender for Cloud on.',
} as const);

export type DrillStep = keyof typeof DRILL;

export const DRILL_STEPS = Object.freeze(Object.keys(DRILL)) as readonly DrillStep[];

/** Steps without which the way in may still be open: while one of them is, the cause is not fixed (practice 37). */
const CAUSE: readonly DrillStep[] = ['rotateCredentials', 'mfaForAll', 'evictIntruder', 'disableBadResources'];

export interface DrillFacts {
  'case.drillStarted': Record<string, never>;
  /** Who did or waived it is the actor; the evidence, or the reason, stands beside the fact. */
  'case.drillStepsClosed': { readonly steps: readonly DrillStep[]; readonly outcome: 'done' | 'waived' };
}

/** A drill that was started, and what became of its steps so far. */
export interface Drill {
  readonly startedAt: Instant;
  readonly closed: ReadonlyMap<DrillStep, { readonly outcome: 'done' | 'waived'; readonly at: Instant }>;
}

export type DrillFact = {
  readonly [K in keyof DrillFacts]: { readonly kind: K; readonly body: DrillFacts[K]; readonly at: Instant };
}[keyof DrillFacts];

/** The drill after one more fact. It is started once; a step that was waived may be done after all. */
export function foldDrill(before: Drill | null, fact: DrillFact): Drill {
  const drill = before ?? { startedAt: fact.at, closed: new Map() };
  if (fact.kind === 'case.drillStarted') return drill;
  const { steps, outcome } = fact.body;
  return {
    ...drill,
    closed: new Map([...drill.closed, ...steps.map((step) => [step, { outcome, at: fact.at }] as const)]),
  };
}

/** Steps that nobody has done or waived, in their order. */
export function openSteps(drill: Drill): readonly DrillStep[] {
  return DRILL_STEPS.filter((step) => !drill.closed.has(step));
}

/** Whether the way in is known to be shut: done, not waived. False where no drill was started. */
export function isCauseFixed(drill: Drill | null): boolean {
  return drill !== null && CAUSE.every((step) => drill.closed.get(step)?.outcome === 'done');
}
