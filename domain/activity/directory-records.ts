import { isFullAdministration } from '../access/access-target.ts';
import { dayAt } from '../calendar/day.ts';
import type { ActivityKind } from '../usage/activity-record.ts';
import type { AuditTarget, DirectoryAudit, SignIn } from './customer-event.ts';
import { type CustomerRecord, NOBODY, type Told } from './customer-record.ts';

/** Entra's words for a directory role given, outright or through privileged identity management. */
const ROLE_GIVEN: ReadonlySet<string> = new Set([
  'add member to role',
  'add eligible member to role',
  'add member to role outside of pim (permanent)',
  'add member to role in pim completed (permanent)',
]);

/** Entra's words for less authentication than before, for a person or for everybody (practice 69). */
const MFA_LESS: ReadonlySet<string> = new Set([
  'disable strong authentication',
  'delete conditional access policy',
  'disable security defaults',
]);

/** Records of Entra's directory audit, each kept (practice 8). */
export function auditRecords(page: readonly DirectoryAudit[]): readonly CustomerRecord[] {
  return page.map((audit) => {
    const { id, at, operation, category, succeeded, actorId, user, address, targets } = audit;
    return {
      id,
      source: 'directoryAudits',
      at,
      operation,
      actorId,
      resourceType: targets[0]?.type ?? category,
      resource: targets[0]?.id ?? null,
      status: succeeded ? 'succeeded' : 'failed',
      user,
      address,
      told: succeeded ? toldBy(audit) : null,
    };
  });
}

function toldBy({ operation, targets, actorId }: DirectoryAudit): Told | null {
  const tell = (kind: ActivityKind, target: AuditTarget | undefined): Told => ({
    kind,
    actor: actorId ?? NOBODY,
    country: null,
    subject: target?.id ?? NOBODY,
    count: 1,
  });
  const word = operation.toLowerCase();
  if (MFA_LESS.has(word)) return tell('mfaDisabled', targets[0]);
  if (!ROLE_GIVEN.has(word)) return null;
  const roles = targets.flatMap((target) => target.roles);
  const person = targets.find(({ type }) => type?.toLowerCase() !== 'role') ?? targets[0];
  // Any role of the directory is too much for a guest; a role that is not named may be the greatest.
  if (person?.isGuest === true) return tell('guestMadeAdministrator', person);
  return roles.length === 0 || roles.some((role) => isFullAdministration({ kind: 'directoryRole', role }))
    ? tell('globalAdministratorAssigned', person)
    : null;
}

/**
 * Records of Entra's sign-in log. Who signs in from where is kept once a day (UTC), which says all that the watch asks and
 * spares a record of every step that people take; a sign-in in which Microsoft sees a risk is kept for itself. One that failed
 * makes nobody known: else an attacker who tries long enough would be.
 */
export function signInRecords(page: readonly SignIn[]): readonly CustomerRecord[] {
  const records = new Map<string, CustomerRecord>();
  for (const signIn of page) {
    const { at, userId, homeTenant, country, application, succeeded, risk, user, address } = signIn;
    const risky = risk !== 'none';
    if (!succeeded && !risky) continue;
    const id = risky ? signIn.id : `${dayAt(at, 'UTC')}/${userId}/${country ?? '-'}`;
    records.set(id, {
      id,
      source: 'signIns',
      at,
      operation: risky ? 'riskySignIn' : 'signIn',
      actorId: userId,
      homeTenant,
      resourceType: 'application',
      resource: application,
      status: risky ? `${succeeded ? 'succeeded' : 'failed'}, risk ${risk}` : 'succeeded',
      user,
      address,
      told: succeeded ? { kind: 'signedIn', actor: userId, country, subject: userId, count: 1 } : null,
    });
  }
  return [...records.values()];
}
