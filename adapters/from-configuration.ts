import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';
import type { Configuration } from '../contracts/configuration.ts';
import { createAzureMachines } from './azure-resources/create-azure-machines.ts';
import type { AzureMachines } from './azure-resources/port.ts';
import { createDelegatedRelationships } from './delegated-access/create-delegated-relationships.ts';
import { createSecurityScores } from './delegated-access/create-security-scores.ts';
import { createTenantAccess } from './delegated-access/create-tenant-access.ts';
import type { DelegatedRelationships, SecurityScores, TenantAccess } from './delegated-access/port.ts';
import { createGateway } from './gateway/create-gateway.ts';
import type { Gateway } from './gateway/port.ts';
import { createMailer } from './mail/create-mailer.ts';
import type { Mailer } from './mail/port.ts';
import { createNoticeMailbox } from './notice-mailbox/create-notice-mailbox.ts';
import type { NoticeMailbox } from './notice-mailbox/port.ts';
import { createPartnerActivity } from './partner-activity/create-partner-activity.ts';
import type { PartnerActivity } from './partner-activity/port.ts';
import { createPartnerInvoices } from './partner-invoices/create-partner-invoices.ts';
import type { PartnerInvoices } from './partner-invoices/port.ts';
import { openConnection } from './partner-center/connection.ts';
import { createPartnerCenter } from './partner-center/create-partner-center.ts';
import type { PartnerCenter } from './partner-center/port.ts';
import { type CredentialStore, sealedGrant } from './partner-center/sealed-grant.ts';
import { type FirstPasswords, type PasswordStore, sealedPasswords } from './partner-center/sealed-passwords.ts';
import type { UserGrant } from './partner-center/tokens.ts';
import { createPartnerOnboarding } from './partner-onboarding/create-partner-onboarding.ts';
import type { PartnerOnboarding } from './partner-onboarding/port.ts';
import { createPartnerOrders } from './partner-orders/create-partner-orders.ts';
import type { PartnerOrders } from './partner-orders/port.ts';
import { createAzureEntitlements } from './partner-security/create-azure-entitlements.ts';
import { createPartnerWebhooks } from './partner-security/create-partner-webhooks.ts';
import {
  createWebhookRegistrations,
  type WebhookRegistrations,
} from './partner-security/create-webhook-registrations.ts';
import { createSecurityAlerts } from './partner-security/create-security-alerts.ts';
import type { AzureEntitlements, PartnerWebhooks, SecurityAlerts } from './partner-security/port.ts';
import { createSanctionsList } from './sanctions-list/create-sanctions-list.ts';
import type { SanctionsList } from './sanctions-list/port.ts';
import { createVatRegister } from './vat-register/create-vat-register.ts';
import type { VatRegister } from './vat-register/port.ts';
import { createServiceRequests } from './partner-service-requests/create-service-requests.ts';
import type { ServiceRequests } from './partner-service-requests/port.ts';
import { createPartnerDirectory } from './partner-directory/create-partner-directory.ts';
import type { PartnerDirectory } from './partner-directory/port.ts';
import { createPartnerUsage } from './partner-usage/create-partner-usage.ts';
import type { PartnerUsage } from './partner-usage/port.ts';
import { createPartnerSignIn } from './partner-sign-in/create-partner-sign-in.ts';
import type { PartnerSignIn } from './partner-sign-in/port.ts';
import { createTenantActivity } from './tenant-activity/create-tenant-activity.ts';
import type { TenantActivity } from './tenant-activity/port.ts';
import { createTenantCallers, type TenantCallers } from './tenants/tenant-callers.ts';
import { createUsageExports } from './usage-export/create-usage-exports.ts';
import type { UsageExports } from './usage-export/port.ts';

/** The clients of the outside world. `close` ends their connections. */
export interface Outside {
  readonly partnerCenter: PartnerCenter;
  readonly securityAlerts: SecurityAlerts;
  readonly azureEntitlements: AzureEntitlements;
  readonly azureMachines: AzureMachines;
  readonly partnerWebhooks: PartnerWebhooks;
  readonly webhookRegistrations: WebhookRegistrations;
  readonly partnerUsage: PartnerUsage;
  readonly partnerActivity: PartnerActivity;
  readonly serviceRequests: ServiceRequests;
  readonly partnerSignIn: PartnerSignIn;
  /** Null where none is configured. */
  readonly noticeMailbox: NoticeMailbox | null;
  readonly partnerDirectory: PartnerDirectory;
  readonly partnerOnboarding: PartnerOnboarding;
  readonly partnerOrders: PartnerOrders;
  /** Undefined where no key seals them: then no tenant can be made without losing its password. */
  readonly firstPasswords: FirstPasswords | undefined;
  readonly partnerInvoices: PartnerInvoices;
  readonly vatRegister: VatRegister;
  readonly sanctionsList: SanctionsList;
  readonly tenants: TenantCallers;
  readonly tenantActivity: TenantActivity;
  readonly usageExports: UsageExports;
  readonly delegatedRelationships: DelegatedRelationships;
  readonly tenantAccess: TenantAccess;
  readonly securityScores: SecurityScores;
  readonly gateway: Gateway;
  readonly mailer: Mailer;
  close(): Promise<void>;
}

/**
 * Opens every client as the configuration says; nothing is sent yet.
 *
 * @param credentials where a person's sign-in at Microsoft is kept; undefined where no call needs one
 * @param passwords where first passwords of new tenants are kept; undefined where none are made
 */
export function openOutside(
  configuration: Configuration,
  logger: Logger,
  credentials: CredentialStore | undefined,
  passwords?: PasswordStore,
): Outside {
  const { partnerCenter: center, mail } = configuration;
  const options = {
    apiUrl: center.url,
    graphUrl: center.graphUrl,
    managementUrl: center.managementUrl,
    loginUrl: center.loginUrl,
    partnerTenantId: center.tenantId,
    clientId: center.clientId,
    clientSecret: center.clientSecret,
    userGrant: credentials && grantOf(center, credentials),
    readings: center.readings,
    logger,
  };
  const key = center.credentialsKey;
  const firstPasswords =
    key === undefined || passwords === undefined ? undefined : sealedPasswords(passwords, Buffer.from(key, 'hex'));
  const connection = openConnection(options);
  const tenants = createTenantCallers(options, connection);
  const partnerWebhooks = createPartnerWebhooks({
    certificatesUrl: center.webhookCertificatesUrl,
    trustedRoots: center.webhookRoots && pemOf(center.webhookRoots),
  });
  const vatRegister = createVatRegister({ url: configuration.registers.vatUrl });
  const sanctionsList = createSanctionsList({ url: configuration.registers.sanctionsListUrl });
  const gateway = gatewayOf(configuration);
  const smtp = new URL(mail.smtpUrl);
  const secure = smtp.protocol === 'smtps:';
  const mailer = createMailer({
    host: smtp.hostname,
    port: Number(smtp.port || (secure ? 465 : 587)),
    secure,
    // A relay on this machine has no TLS and nobody in between.
    requireTls: !secure && smtp.hostname !== '127.0.0.1' && smtp.hostname !== 'localhost',
    ...(smtp.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(smtp.username), pass: decodeURIComponent(smtp.password) } }),
    webhookSecret: mail.webhookSecret,
  });
  return {
    partnerCenter: createPartnerCenter(
      firstPasswords === undefined ? options : { ...options, credentialVault: firstPasswords },
      connection,
    ),
    securityAlerts: createSecurityAlerts(options, connection),
    azureEntitlements: createAzureEntitlements(connection),
    azureMachines: createAzureMachines(tenants, connection),
    partnerWebhooks,
    webhookRegistrations: createWebhookRegistrations(connection),
    partnerUsage: createPartnerUsage(connection),
    partnerActivity: createPartnerActivity(connection),
    tenantActivity: createTenantActivity(tenants, connection.limits),
    usageExports: createUsageExports(options, connection),
    serviceRequests: createServiceRequests(connection),
    partnerSignIn: createPartnerSignIn(connection),
    noticeMailbox:
      configuration.noticeMailbox &&
      createNoticeMailbox(tenants.partnerGraph, { ...configuration.noticeMailbox, limits: connection.limits }),
    partnerDirectory: createPartnerDirectory(tenants, connection),
    partnerOnboarding: createPartnerOnboarding(connection),
    partnerOrders: createPartnerOrders(connection),
    firstPasswords,
    tenants,
    partnerInvoices: createPartnerInvoices(connection),
    delegatedRelationships: createDelegatedRelationships(tenants.partnerGraph, connection),
    tenantAccess: createTenantAccess(tenants, connection),
    securityScores: createSecurityScores(tenants.partnerGraph, connection),
    vatRegister,
    sanctionsList,
    gateway,
    mailer,
    close: async () => {
      mailer.close();
      await partnerWebhooks.close();
      await vatRegister.close();
      await sanctionsList.close();
      await connection.close();
    },
  };
}

function grantOf(center: Configuration['partnerCenter'], credentials: CredentialStore): UserGrant | undefined {
  const { tenantId: partnerTenantId, credentialsKey, refreshToken: given } = center;
  if (credentialsKey === undefined) return undefined;
  return sealedGrant(credentials, { partnerTenantId, key: Buffer.from(credentialsKey, 'hex'), given });
}

/** @throws when there is no such file: a start that would refuse every webhook is none. */
function pemOf(textOrPath: string): string {
  return textOrPath.includes('-----BEGIN') ? textOrPath : readFileSync(textOrPath, 'utf8');
}

function gatewayOf({ stripe, api }: Configuration): Gateway {
  const url = new URL(stripe.apiUrl);
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return createGateway({
    secretKey: stripe.secretKey,
    webhookSecret: stripe.webhookSecret,
    successUrl: `${api.publicUrl}/paid`,
    cancelUrl: `${api.publicUrl}/not-paid`,
    host: url.hostname,
    port: Number(url.port || (protocol === 'http' ? 80 : 443)),
    protocol,
  });
}
