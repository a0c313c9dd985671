import type { Instant } from '../../domain/calendar/day.ts';

/** Sign-ins of accounts in a customer's tenant (contract §13). Every method rejects with PartnerCenterError. */
export interface AccountSessions {
  /** Since when sign-ins are valid: whoever signed in before has to sign in again. Null for an account that is no more. */
  validFrom(tenantId: string, userId: string): Promise<Instant | null>;
  /** Ends every sign-in of the account. */
  revoke(tenantId: string, userId: string): Promise<void>;
}
