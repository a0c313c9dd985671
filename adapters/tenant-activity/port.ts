import type { AzureEvent, DirectoryAudit, SignIn } from '../../domain/activity/customer-event.ts';
import type { LogWindow } from '../../domain/activity/log-reading.ts';

/**
 * The logs in a customer's own tenant (contract §12.2), a page at a time and newest first, so that a busy tenant takes no more
 * memory than a quiet one. Every call rejects with PartnerCenterError: 403 is the tenant's no, or, for sign-ins, its lack of
 * a licence (`notLicensed`).
 */
export interface TenantActivity {
  /** The activity log of one Azure subscription. */
  azure(tenantId: string, azureSubscriptionId: string, window: LogWindow): AsyncIterable<readonly AzureEvent[]>;
  signIns(tenantId: string, window: LogWindow): AsyncIterable<readonly SignIn[]>;
  directoryAudits(tenantId: string, window: LogWindow): AsyncIterable<readonly DirectoryAudit[]>;
}

/** What Graph says to who asks for sign-ins of a tenant without Entra P1. */
export const notLicensed = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
