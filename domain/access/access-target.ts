/**
 * What a grant gives: a role in the customer's directory, or in one of his Azure subscriptions. `role` is the id of a role
 * definition, `principal` the object id of who gets it; both in lower case. An id names nobody outside the directory.
 */
export type AccessTarget =
  | { readonly kind: 'directoryRole'; readonly role: string; readonly principal: string }
  | {
      readonly kind: 'azureRole';
      readonly role: string;
      readonly principal: string;
      /** Id of the Azure subscription, which is not a Partner Center subscription (contract §7.1). */
      readonly subscription: string;
    };

export type AccessKind = AccessTarget['kind'];

/** Role definitions that have a name here; the ids are Microsoft's, the same in every tenant (contract §14.2, §14.3). */
const NAMES: Readonly<Record<AccessKind, Readonly<Record<string, string>>>> = {
  directoryRole: {
    globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
    globalReader: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
    helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
    userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
    securityReader: '5d6b6bb7-de71-4623-b4af-96380a352509',
  },
  azureRole: {
    owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    userAccessAdministrator: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    contributor: 'b24988ac-6180-42a0-ab88-20f7382dd24c',
    reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7',
  },
};

/** Whoever may hand out full administration has it: the last of each can make themselves the first. */
const FULL: Readonly<Record<AccessKind, readonly string[]>> = {
  directoryRole: ['globalAdministrator', 'privilegedRoleAdministrator'],
  azureRole: ['owner', 'userAccessAdministrator'],
};
const READING: Readonly<Record<AccessKind, readonly string[]>> = {
  directoryRole: ['globalReader', 'securityReader'],
  azureRole: ['reader'],
};

export type RoleOf = Pick<AccessTarget, 'kind' | 'role'>;

/** The id of a role by its name here, or of an id itself; undefined for a name that is not known. */
export function roleId(kind: AccessKind, nameOrId: string): string | undefined {
  const named = Object.hasOwn(NAMES[kind], nameOrId) ? NAMES[kind][nameOrId] : undefined;
  return (
    named ?? (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(nameOrId) ? nameOrId.toLowerCase() : undefined)
  );
}

/** Null for a role that has none here. */
export function roleName({ kind, role }: RoleOf): string | null {
  return Object.entries(NAMES[kind]).find(([, id]) => id === role)?.[0] ?? null;
}

/** Whether a role is full administration (practice 10). */
export function isFullAdministration(of: RoleOf): boolean {
  return FULL[of.kind].includes(roleName(of) ?? '');
}

/** Whether a role only reads. One that we do not know is taken to write. */
export function isReading(of: RoleOf): boolean {
  return READING[of.kind].includes(roleName(of) ?? '');
}
