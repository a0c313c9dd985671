import type { World } from '../world.ts';

export const STATES = ['PendingAcceptance', 'Accepted'] as const;

/** One sign-in. Microsoft keeps the last ones of each kind only; here all are kept, so that what is known late can be told. */
export interface SignIn {
  readonly at: number;
  readonly isInteractive: boolean;
  readonly succeeded: boolean;
}

/** A user or guest of a tenant's directory (contract 13). Instants are business time, epoch milliseconds. */
export interface DirectoryUser {
  readonly id: string;
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly userType: 'Member' | 'Guest' | null;
  readonly createdAt: number;
  readonly externalUserState: (typeof STATES)[number] | null;
  readonly externalUserStateChangedAt: number | null;
  readonly assignedLicenses: readonly string[];
  readonly signIns: readonly SignIn[];
  readonly sessionsValidFrom: number;
  /** Contract 13: restorable for 30 days. */
  readonly deletedAt: number | null;
}

/** Contract 13: not back-filled before this day. */
const SUCCESS_KEPT_SINCE = Date.UTC(2023, 11, 1);
const RESTORABLE_MS = 30 * 86_400_000;

/** Users of a tenant that are there. */
export function usersOf(world: World, tenantId: string): DirectoryUser[] {
  return world.directoryUsers.ownedBy(tenantId).filter(({ deletedAt }) => deletedAt === null);
}

/** A user of this tenant, by object id or by name. */
export function userOf(world: World, tenantId: string, reference: string): DirectoryUser | undefined {
  const wanted = reference.toLowerCase();
  return usersOf(world, tenantId).find(
    ({ id, userPrincipalName }) => id === wanted || userPrincipalName.toLowerCase() === wanted,
  );
}

/** Deleted users of a tenant that can still be restored at `now`. */
export function deletedUsersOf(world: World, tenantId: string, now: number): DirectoryUser[] {
  return world.directoryUsers
    .ownedBy(tenantId)
    .filter(({ deletedAt }) => deletedAt !== null && now < deletedAt + RESTORABLE_MS);
}

export function putUser(world: World, user: DirectoryUser): void {
  world.directoryUsers.put(user.id, user.tenantId, user);
}

/** Contract 13: every member of `signInActivity` may be missing, and all of it is; what is younger than `lateMs` is not known yet. */
export function signInActivity({ signIns }: DirectoryUser, now: number, lateMs: number): object | undefined {
  const known = signIns.filter(({ at }) => at <= now - lateMs);
  const last = (fits: (one: SignIn) => boolean): string | undefined => {
    const instants = known.filter(fits).map(({ at }) => at);
    return instants.length === 0 ? undefined : new Date(Math.max(...instants)).toISOString();
  };
  const members = {
    lastSignInDateTime: last(({ isInteractive }) => isInteractive),
    lastNonInteractiveSignInDateTime: last(({ isInteractive }) => !isInteractive),
    lastSuccessfulSignInDateTime: last(({ succeeded, at }) => succeeded && at >= SUCCESS_KEPT_SINCE),
  };
  const shown = Object.entries(members).filter(([, value]) => value !== undefined);
  return shown.length === 0 ? undefined : Object.fromEntries(shown);
}
