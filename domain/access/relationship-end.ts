import type { Instant } from '../calendar/day.ts';

/** A delegated admin relationship (GDAP) with a customer, as Microsoft has it (contract §14.1). */
export interface DelegatedRelationship {
  readonly id: string;
  /** Microsoft's word; the set is open. */
  readonly status: string;
  /** How long it was agreed for, in Microsoft's words; null where that is not on record. */
  readonly duration: string | null;
  /** Null before it was activated, and where that is not on record. */
  readonly activatedAt: Instant | null;
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

/** What was arranged for relationships, by their ids. */
export interface Arrangements {
  /** A successor is before the customer, or about to be. */
  readonly offered: ReadonlySet<string>;
  /** The successor that we offered is in force; it may carry fewer roles. */
  readonly succeeded: ReadonlySet<string>;
  /** Two persons of ours have ended it, or said that it be ended. */
  readonly ended: ReadonlySet<string>;
}

export const NOTHING_ARRANGED: Arrangements = { offered: new Set(), succeeded: new Set(), ended: new Set() };

const DAY_MS = 86_400_000;
/** Days before the end, the nearest first. */
const WARN_DAYS = [7, 30, 60] as const;
/** So long before the end a successor is offered; a person asks about it when the end is nearer. */
export const OFFER_DAYS = 60;
const IN_FORCE = new Set(['active', 'expiring']);
const OVER = new Set(['expired', 'terminated', 'terminating', 'terminationRequested']);
const LONG_AGO_DAYS = 90;

export function isInForce({ status, endsAt }: DelegatedRelationship, now: Instant): boolean {
  return IN_FORCE.has(status) && (endsAt === null || endsAt > now);
}

/**
 * Relationships that are about to end or have ended, each with the nearest threshold that it has passed. One that another
 * in force outlives, with at least the same roles, is not missed, nor one that our own successor has replaced or that we have
 * ended; one that extends itself needs nobody before its end. While a successor is before the customer, a person is asked only
 * when the end is near. What ended long ago is told of only where nothing is in force any more: we see nothing of that tenant.
 */
export function endWarnings(
  relationships: readonly DelegatedRelationship[],
  now: Instant,
  { offered, succeeded, ended: endedByUs }: Arrangements = NOTHING_ARRANGED,
): readonly EndWarning[] {
  const missed = relationships.filter(
    (one) =>
      one.endsAt !== null && !succeeded.has(one.id) && !endedByUs.has(one.id) && !isReplaced(one, relationships, now),
  );
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
      return left === undefined || (left === OFFER_DAYS && offered.has(one.id)) ? [] : [{ relationship: one.id, left }];
    }),
  ];
}

/** In force, with an end that nothing moves or makes up for. */
export function isMissed(
  one: DelegatedRelationship,
  relationships: readonly DelegatedRelationship[],
  now: Instant,
): boolean {
  return isInForce(one, now) && !one.autoExtends && !isReplaced(one, relationships, now);
}

export function isOver({ status }: Pick<DelegatedRelationship, 'status'>): boolean {
  return OVER.has(status);
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
