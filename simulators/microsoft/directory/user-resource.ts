import type { World } from '../world.ts';
import { type DirectoryUser, signInActivity } from './user.ts';

/** What is answered without `$select`. */
export const DEFAULT_PROPERTIES = ['id', 'displayName', 'userPrincipalName', 'mail'];

/** What `$select` may name. */
export const PROPERTIES = [
  ...DEFAULT_PROPERTIES,
  'accountEnabled',
  'userType',
  'createdDateTime',
  'externalUserState',
  'externalUserStateChangeDateTime',
  'assignedLicenses',
  'signInSessionsValidFromDateTime',
  'signInActivity',
];

/** A user with every property (contract 13); who asks chooses. */
export function userResource(world: World, user: DirectoryUser, now: number): Record<string, unknown> {
  const activity = signInActivity(user, now, world.settings.signInsVisibleAfterMs);
  return {
    id: user.id,
    displayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    mail: user.userPrincipalName,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    createdDateTime: text(user.createdAt),
    externalUserState: user.externalUserState,
    externalUserStateChangeDateTime:
      user.externalUserStateChangedAt === null ? null : text(user.externalUserStateChangedAt),
    assignedLicenses: user.assignedLicenses.map((skuId) => ({ disabledPlans: [], skuId })),
    signInSessionsValidFromDateTime: text(user.sessionsValidFrom),
    ...(activity === undefined ? {} : { signInActivity: activity }),
  };
}

function text(instant: number): string {
  return new Date(instant).toISOString();
}
