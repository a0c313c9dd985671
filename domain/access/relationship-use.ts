import type { Instant } from '../calendar/day.ts';
import { roleId } from './access-target.ts';
import { type DelegatedRelationship, isInForce } from './relationship-end.ts';

/** When the partner's rights in a customer's tenant were used last, by what for, as it is on record; null: never. */
export interface RightsUsed {
  /** Our rounds read directory, roles and logs. */
  readonly readAt: Instant | null;
  /** Accounts were disabled or deleted, sessions revoked. */
  readonly usersManagedAt: Instant | null;
  /** Roles were given or taken away. */
  readonly rolesChangedAt: Instant | null;
  /** A person of the partner's signed in there, or changed something, as the tenant's own logs tell. */
  readonly personAt: Instant | null;
  /** Since when those logs tell of persons without a gap; null where they are not read. */
  readonly watchedSince: Instant | null;
}

/** `unknown`: nothing shows that it is used, and nobody has watched it for long enough to say that it is not. */
export interface RelationshipUse {
  readonly relationship: string;
  readonly use: 'used' | 'unused' | 'unknown';
  /** Role definitions of it that nobody has used for so long, though it could have been seen. */
  readonly unusedRoles: readonly string[];
  readonly lastUsedAt: Instant | null;
}

type Work = 'read' | 'users' | 'roles' | 'person';

/** Roles by which a work is done, the narrowest first. Which role a person used, no log says. */
const SERVING: Readonly<Record<Work, readonly (readonly string[])[]>> = {
  read: [['globalReader', 'securityReader']],
  users: [['userAdministrator', 'helpdeskAdministrator'], ['globalAdministrator']],
  roles: [['privilegedRoleAdministrator'], ['globalAdministrator']],
  person: [],
};
const DAY_MS = 86_400_000;

/**
 * How relationships in force are used (practice 69: remove what nobody uses). Pure. To end what somebody works with is the worse
 * mistake: what cannot be attributed counts for every role, what is younger than `afterDays` is not judged, and without a log
 * that tells of persons nothing is called unused.
 */
export function judgeUse(
  relationships: readonly DelegatedRelationship[],
  used: RightsUsed,
  { now, afterDays }: { readonly now: Instant; readonly afterDays: number },
): readonly RelationshipUse[] {
  const inForce = relationships.filter((one) => isInForce(one, now));
  const carried = new Set(inForce.flatMap(({ roles }) => roles));
  const since = now - afterDays * DAY_MS;
  const works = worksOf(used).map(({ work, at }) => ({ at, roles: rolesServing(work, carried) }));
  const isWatched = used.watchedSince !== null && used.watchedSince <= since;
  return inForce.map(({ id, roles, activatedAt }) => {
    const served = works.filter((work) => roles.some((role) => work.roles.has(role)));
    const recent = served.filter(({ at }) => at > since);
    const canSay = isWatched && activatedAt !== null && activatedAt <= since;
    return {
      relationship: id,
      use: recent.length > 0 ? 'used' : canSay ? 'unused' : 'unknown',
      unusedRoles: canSay ? roles.filter((role) => !recent.some((work) => work.roles.has(role))) : [],
      lastUsedAt: served.length === 0 ? null : Math.max(...served.map(({ at }) => at)),
    };
  });
}

function worksOf({ readAt, usersManagedAt, rolesChangedAt, personAt }: RightsUsed) {
  const works: readonly (readonly [Work, Instant | null])[] = [
    ['read', readAt],
    ['users', usersManagedAt],
    ['roles', rolesChangedAt],
    ['person', personAt],
  ];
  return works.flatMap(([work, at]) => (at === null ? [] : [{ work, at }]));
}

/** Of the roles that are there; all of them where none of those that would do is. */
function rolesServing(work: Work, carried: ReadonlySet<string>): ReadonlySet<string> {
  for (const names of SERVING[work]) {
    const found = names.map((name) => roleId('directoryRole', name) ?? '').filter((id) => carried.has(id));
    if (found.length > 0) return new Set(found);
  }
  return carried;
}
