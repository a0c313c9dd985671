import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { AzureMachines } from '../adapters/azure-resources/port.ts';
import type { DelegatedRelationships, SecurityScores, TenantAccess } from '../adapters/delegated-access/port.ts';
import type { Gateway } from '../adapters/gateway/port.ts';
import type { MailAddress, Mailer } from '../adapters/mail/port.ts';
import type { NoticeMailbox } from '../adapters/notice-mailbox/port.ts';
import type { PartnerActivity } from '../adapters/partner-activity/port.ts';
import type { PartnerCenter } from '../adapters/partner-center/port.ts';
import type { WebhookRegistrations } from '../adapters/partner-security/create-webhook-registrations.ts';
import type { AzureEntitlements, SecurityAlerts } from '../adapters/partner-security/port.ts';
import type { TenantActivity } from '../adapters/tenant-activity/port.ts';
import type { ServiceRequests } from '../adapters/partner-service-requests/port.ts';
import type { PartnerDirectory } from '../adapters/partner-directory/port.ts';
import type { PartnerOnboarding } from '../adapters/partner-onboarding/port.ts';
import type { PartnerOrders } from '../adapters/partner-orders/port.ts';
import type { PartnerInvoices } from '../adapters/partner-invoices/port.ts';
import type { PartnerSignIn } from '../adapters/partner-sign-in/port.ts';
import type { PartnerUsage } from '../adapters/partner-usage/port.ts';
import type { SanctionsList } from '../adapters/sanctions-list/port.ts';
import type { UsageExports } from '../adapters/usage-export/port.ts';
import type { Db } from '../db/database.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { HygieneSettings } from '../domain/hygiene/settings.ts';
import type { IdPrefix } from '../domain/ids.ts';

/** What activities work with. Clock and randomness are passed in; nothing here is read from the environment. */
export interface ActivityDeps {
  readonly db: Db;
  readonly partnerCenter: PartnerCenter;
  readonly gateway: Gateway;
  readonly securityAlerts: SecurityAlerts;
  readonly azureEntitlements: AzureEntitlements;
  readonly azureMachines: AzureMachines;
  readonly partnerUsage: PartnerUsage;
  readonly partnerActivity: PartnerActivity;
  readonly tenantActivity: TenantActivity;
  readonly usageExports: UsageExports;
  readonly serviceRequests: ServiceRequests;
  readonly partnerSignIn: PartnerSignIn;
  /** Null where none is configured. */
  readonly noticeMailbox: NoticeMailbox | null;
  readonly partnerDirectory: PartnerDirectory;
  /** What the next reviews of customers' directories go by. */
  readonly hygiene: HygieneSettings;
  readonly partnerOnboarding: PartnerOnboarding;
  readonly partnerOrders: PartnerOrders;
  readonly partnerInvoices: PartnerInvoices;
  readonly delegatedRelationships: DelegatedRelationships;
  readonly tenantAccess: TenantAccess;
  /** The partner's own tenant at Microsoft, by which its people are known elsewhere. */
  readonly partnerTenantId: string;
  /** After so many days without use a delegated admin relationship is unused. */
  readonly unusedAfterDays: number;
  readonly securityScores: SecurityScores;
  readonly webhookRegistrations: WebhookRegistrations;
  readonly sanctionsList: SanctionsList;
  /** Where people and webhooks reach the API. */
  readonly publicUrl: string;
  readonly mailer: Mailer;
  /** The address from which notices come. */
  readonly mailFrom: MailAddress;
  /** Who is told of security cases; null where nobody is named. */
  readonly securityContacts: { readonly contact: string | null; readonly deputy: string | null };
  /** For rounds, which tell lives. */
  readonly client: Client;
  readonly taskQueue: string;
  readonly wallNow: () => Instant;
  readonly newId: (prefix: IdPrefix) => string;
  readonly log: Logger;
  /** Tells whoever must share a customer's business time (simulators of a non-production installation); else nothing. */
  readonly announceClock: (customer: { readonly tenantId: string | null; readonly now: Instant }) => Promise<void>;
}
