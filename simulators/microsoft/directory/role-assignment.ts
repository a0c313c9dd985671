/** Contract 14.2: a role that somebody has in a customer's directory. */
export interface RoleAssignment {
  readonly id: string;
  readonly tenantId: string;
  readonly principalId: string;
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
  /** What `$expand=principal` shows. */
  readonly principal: { readonly type: 'user' | 'group' | 'servicePrincipal'; readonly displayName: string };
  readonly removed: boolean;
}

export function roleAssignmentResource(one: RoleAssignment, expanded: boolean): Readonly<Record<string, unknown>> {
  const { id, principalId, roleDefinitionId, directoryScopeId, principal } = one;
  return {
    id,
    principalId,
    roleDefinitionId,
    directoryScopeId,
    ...(expanded
      ? {
          principal: {
            '@odata.type': `#microsoft.graph.${principal.type}`,
            id: principalId,
            displayName: principal.displayName,
          },
        }
      : {}),
  };
}
