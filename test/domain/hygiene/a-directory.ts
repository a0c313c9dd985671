import type { Directory, DirectoryUser } from '../../../domain/hygiene/directory.ts';

export const NOW = Date.UTC(2026, 5, 1, 9);
export const DAY = 86_400_000;

/** A member who signed in an hour ago, unless said otherwise. */
export function aUser(given: Partial<DirectoryUser> & { readonly id: string }): DirectoryUser {
  return {
    type: 'member',
    isEnabled: true,
    createdAt: NOW - 400 * DAY,
    isPending: false,
    signIn: signedIn(0),
    licences: [],
    ...given,
  };
}

/** Successfully, so many days before now. */
export function signedIn(daysAgo: number): NonNullable<DirectoryUser['signIn']> {
  return { succeededAt: NOW - daysAgo * DAY, triedAt: NOW - daysAgo * DAY };
}

export function aDirectory(users: readonly DirectoryUser[], more: Partial<Directory> = {}): Directory {
  return { users, areSignInsKnown: true, reEnabled: new Set(), licences: [], ...more };
}
