import type { Instant } from '../calendar/day.ts';

/** A delegated admin relationship (GDAP) with a customer, as Microsoft has it (contract §14.1). */
export interface DelegatedRelationship {
  readonly id: string;
  /** Microsoft's word; the set is open. */
  readonly status: string;
  /** Null before it was activated. */
  readonly endsAt: Instant | null;
  /** Role definitions that it carries. */
  readonly roles: readonly string[];
  readonly autoExtends: boolean;
}

/** `expired`: it is over, and with it what we could see there (practice 72). */
export type EndWarning = {
  readonly relationship: string;
  readonly left: 60 | 30 | 7 | 'expired';
};

const DAY_MS = 86_400_000;
/** The nearest first. */
const WARN_DAYS = [7, 30, 60] as const;
const IN_FORCE = new Set(['active', 'expiring']);

export function isInForce({ status, endsAt }: DelegatedRelationship, now: Instant): boolean {
  return IN_FORCE.has(status) && (endsAt === null || endsAt > now);
}

/**
 * Relationships that are about to end or have ended, each with the nearest threshold that it has passed. One that another
 * in force outlives, with at least the same roles, is not missed; one that extends itself needs nobody before its end.
 */
export function endWarnings(relationships: readonly DelegatedRelationship[], now: Instant): readonly EndWarning[] {
  return relationships.flatMap((one): readonly EndWarning[] => {
    if (one.endsAt === null || isReplaced(one, relationships, now)) return [];
    if (one.status === 'expired' || (IN_FORCE.has(one.status) && one.endsAt <= now))
      return [{ relationship: one.id, left: 'expired' as const }];
    if (!IN_FORCE.has(one.status) || one.autoExtends) return [];
    const daysLeft = (one.endsAt - now) / DAY_MS;
    const left = WARN_DAYS.find((days) => daysLeft <= days);
    return left === undefined ? [] : [{ relationship: one.id, left }];
  });
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
