/** Contract 13: how somebody is registered for MFA. */
export interface MfaRegistration {
  readonly id: string;
  readonly tenantId: string;
  readonly userPrincipalName: string;
  readonly userType: 'member' | 'guest';
  readonly isAdmin: boolean;
  readonly isMfaRegistered: boolean;
  readonly methodsRegistered: readonly string[];
  readonly updatedAt: number;
}
