import type { Instant } from '../calendar/day.ts';
import { type AccessTarget, isFullAdministration, isReading } from './access-target.ts';

/** What makes administrative access bearable (practices 10, 20, 69), in the order in which it is listed. */
export const CONTROLS = [
  'adminsUseMfa',
  'budgetSet',
  'alertsSubscribed',
  'securityContactNamed',
  'leastPrivilege',
  'noStandingAccess',
] as const;
export type ControlName = (typeof CONTROLS)[number];

/** `unknown`: it could not be read, or not lately. It counts as missing: to trust what nobody has seen is the worse mistake. */
export type ControlState = 'met' | 'missing' | 'unknown';

export interface Control {
  readonly name: ControlName;
  readonly state: ControlState;
  /** How many things stand against it: admins without MFA, unexplained assignments … */
  readonly misses: number;
}

/** What is known about a customer's access. Instants are wall time; a null is something that was never read. */
export interface ControlEvidence {
  readonly now: Instant;
  /** When directory, roles and relationships were last read at Microsoft. */
  readonly readAt: Instant | null;
  readonly admins: number;
  readonly adminsWithoutMfa: number;
  readonly hasBudget: boolean;
  /** When Microsoft's last test event arrived; null where none did, or the last one was lost. */
  readonly alertsHeardAt: Instant | null;
  readonly hasSecurityContact: boolean;
  /** Relationships in force that carry the Global administrator. */
  readonly broadRelationships: number;
  /** Full administrators whom no grant and no verdict explains. */
  readonly unexplained: number;
}

/** The rounds look once a day: what is older than two days has not been seen. Milliseconds. */
export const FRESH_MS = 48 * 3_600_000;

/** Every control with its state. Pure. */
export function judgeControls(evidence: ControlEvidence): readonly Control[] {
  const { now, readAt, alertsHeardAt } = evidence;
  const isRead = readAt !== null && now - readAt <= FRESH_MS;
  const read = (name: ControlName, misses: number): Control => ({
    name,
    state: isRead ? (misses === 0 ? 'met' : 'missing') : 'unknown',
    misses,
  });
  const plain = (name: ControlName, isMet: boolean): Control => ({
    name,
    state: isMet ? 'met' : 'missing',
    misses: isMet ? 0 : 1,
  });
  return [
    // A tenant without any administrator does not exist: none read means that they could not be read.
    evidence.admins === 0
      ? { name: 'adminsUseMfa', state: 'unknown', misses: 0 }
      : read('adminsUseMfa', evidence.adminsWithoutMfa),
    plain('budgetSet', evidence.hasBudget),
    plain('alertsSubscribed', alertsHeardAt !== null && now - alertsHeardAt <= FRESH_MS),
    plain('securityContactNamed', evidence.hasSecurityContact),
    read('leastPrivilege', evidence.broadRelationships),
    read('noStandingAccess', evidence.unexplained),
  ];
}

/**
 * The controls that must be met before a role is given: all of them for full administration (practice 10), MFA of the
 * customer's admins for anything that writes (practice 69), none for a role that only reads.
 */
export function requiredFor(target: Pick<AccessTarget, 'kind' | 'role'>): readonly ControlName[] {
  if (isFullAdministration(target)) return CONTROLS;
  return isReading(target) ? [] : ['adminsUseMfa'];
}

/** What stands in the way of a grant; empty when it may be given. */
export function missingFor(
  target: Pick<AccessTarget, 'kind' | 'role'>,
  controls: readonly Control[],
): readonly ControlName[] {
  const met = new Set(controls.filter(({ state }) => state === 'met').map(({ name }) => name));
  return requiredFor(target).filter((name) => !met.has(name));
}
