import type { Instant } from '../calendar/day.ts';

/** A delegated admin relationship (GDAP) with a customer, as Microsoft has it (contract §14.1). */
export interface DelegatedRelationship {
  readonly id: string;
  /** Microsoft's word; the set is open. */
  readonly status: string;
  /** When it ends or has ended; null before it was activated. */
  readonly endsAt: Instant | null;
  /** Role definitions that it carries. */
  readonly roles: readonly string[];
  readonly autoExtends: boolean;
}

/** `ended`: it is over, and with it what we could see there (practice 72). */
export interface EndWarning {
  readonly relationship: string;
  readonly left: 60 | 30 | 7 | 'ended';
}

const DAY_MS = 86_400_000;
/** The nearest first. */
const WARN_DAYS = [7, 30, 60] as const;
const IN_FORCE = new Set(['active', 'expiring']);
const OVER = new Set(['expired', 'terminated', 'terminating', 'terminationRequested']);
const LONG_AGO_DAYS = 90;

export function isInForce({ status, endsAt }: DelegatedRelationship, now: Instant): boolean {
  return IN_FORCE.has(status) && (endsAt === null || endsAt > now);
}

/**
 * Relationships that are about to end or have ended, each with the nearest threshold that it has passed. One that another
 * in force outlives, with at least the same roles, is not missed; one that extends itself needs nobody before its end. What
 * ended long ago is told of only where nothing is in force any more: we see nothing of that tenant.
 */
export function endWarnings(relationships: readonly DelegatedRelationship[], now: Instant): readonly EndWarning[] {
  const missed = relationships.filter((one) => one.endsAt !== null && !isReplaced(one, relationships, now));
  const ended = missed.filter((one) => hasEnded(one, now)).toSorted((a, b) => (b.endsAt ?? 0) - (a.endsAt ?? 0));
  const isBlind = !relationships.some((one) => isInForce(one, now));
  const told = ended.filter(
    ({ endsAt }, place) => now - (endsAt ?? 0) <= LONG_AGO_DAYS * DAY_MS || (isBlind && place === 0),
  );
  return [
    ...told.map(({ id }) => ({ relationship: id, left: 'ended' }) as const),
    ...missed.flatMap((one): readonly EndWarning[] => {
      if (!isInForce(one, now) || one.autoExtends) return [];
      const daysLeft = ((one.endsAt ?? now) - now) / DAY_MS;
      const left = WARN_DAYS.find((days) => daysLeft <= days);
      return left === undefined ? [] : [{ relationship: one.id, left }];
    }),
  ];
}

/** By its time, or because somebody ended it: the customer may, and does not ask us. */
function hasEnded({ status, endsAt }: DelegatedRelationship, now: Instant): boolean {
  return OVER.has(status) || (IN_FORCE.has(status) && endsAt !== null && endsAt <= now);
}

function isReplaced(
  ending: DelegatedRelationship,
  relationships: readonly DelegatedRelationship[],
  now: Instant,
): boolean {
  return relationships.some(
    (other) =>
      other.id !== ending.id &&
      isInForce(other, now) &&
      (other.endsAt ?? Number.POSITIVE_INFINITY) > (ending.endsAt ?? 0) &&
      ending.roles.every((role) => other.roles.includes(role)),
  );
}
