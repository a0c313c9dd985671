/** Contract 14.3: a role that somebody has on an Azure subscription. */
export interface AzureRoleAssignment {
  /** A guid: the last part of its id. */
  readonly name: string;
  readonly subscriptionId: string;
  /** Guid of the role definition. */
  readonly role: string;
  readonly principalId: string;
  readonly principalType: 'User' | 'Group' | 'ServicePrincipal' | 'ForeignGroup';
  readonly createdAt: number;
  readonly createdBy: string;
  readonly removed: boolean;
}
