import { type BusinessClock, CLOCK_SCHEMA, createBusinessClock } from '../kit/business-clock.ts';
import { type Database, openDatabase } from '../kit/database.ts';
import { type Collection, collection, DOCUMENTS_SCHEMA } from '../kit/documents.ts';
import { createJournal, type Journal, JOURNAL_SCHEMA } from '../kit/journal.ts';
import { WEBHOOK_SCHEMA } from '../kit/webhook-sender.ts';
import type { Agreement } from './agreements/agreement.ts';
import type { Alert } from './alerts/alert.ts';
import type { Machine } from './arm/machine.ts';
import type { AzureRoleAssignment } from './arm/azure-role-assignment.ts';
import { AUDIT_SCHEMA } from './audit/record.ts';
import type { UsageExport } from './billing/export.ts';
import type { Customer } from './customers/customer.ts';
import type { AccessAssignment } from './delegated/access-assignment.ts';
import type { Relationship } from './delegated/relationship.ts';
import type { MfaRegistration } from './directory/mfa-registration.ts';
import type { RoleAssignment } from './directory/role-assignment.ts';
import type { Entitlement } from './entitlements/entitlement.ts';
import { LOGS_SCHEMA } from './logs/log.ts';
import type { LogAccess } from './logs/tenant-access.ts';
import type { Invoice } from './invoices/invoice.ts';
import type { StoredMail } from './mail/stored-mail.ts';
import { PARTNER_REQUESTS_SCHEMA } from './partner-requests.ts';
import type { PurchaseLimits } from './orders/purchase-limits.ts';
import type { Cart, Order } from './orders/order.ts';
import type { PartnerAccount } from './partner/account.ts';
import type { ServiceRequest } from './service-requests/service-request.ts';
import type { DirectoryState } from './directory/licence-routes.ts';
import type { DirectoryUser } from './directory/user.ts';
import type { Requirement } from './score/score.ts';
import { type ChangeLog, CHANGES_SCHEMA, createChangeLog } from './subscriptions/changes.ts';
import { createShelf, type Shelf } from './subscriptions/shelf.ts';
import type { TenantConsent } from './tenant-consent.ts';
import type { Budget, UsageLine, UsageRefresh } from './usage/usage.ts';
import type { Announcement } from './webhooks/event.ts';
import type { LateEvent } from './webhooks/late-events.ts';
import type { Registration, Validation } from './webhooks/registration.ts';
import { announcingLog } from './webhooks/subscription-events.ts';

/** Everything that the Microsoft simulator remembers. A later part of the contract adds its own collection here. */
export interface World {
  readonly db: Database;
  readonly clock: BusinessClock;
  readonly journal: Journal;
  readonly changes: ChangeLog;
  /** The partner's own account; absent while nothing is out of order. */
  readonly partner: Collection<PartnerAccount>;
  readonly customers: Collection<Customer>;
  readonly agreements: Collection<Agreement>;
  /** Availabilities that were renewed, by product and sku. */
  readonly availabilities: Collection<string>;
  /** Lines that fail at checkout, by tenant and catalogue item. */
  readonly checkoutErrors: Collection<{ readonly code: number; readonly description: string }>;
  readonly consents: Collection<TenantConsent>;
  readonly orders: Collection<Order>;
  readonly carts: Collection<Cart>;
  readonly subscriptions: Shelf;
  readonly entitlements: Collection<Entitlement>;
  /** Virtual machines under Azure subscriptions. */
  readonly machines: Collection<Machine>;
  /** Contract 18.10: stored once, shown as fraud events and as Graph alerts. */
  readonly alerts: Collection<Alert>;
  readonly invoices: Collection<Invoice>;
  /** Contract 14: who may do what, by relationship, in the directory, and in Azure. */
  readonly relationships: Collection<Relationship>;
  readonly accessAssignments: Collection<AccessAssignment>;
  readonly roleAssignments: Collection<RoleAssignment>;
  readonly azureRoleAssignments: Collection<AzureRoleAssignment>;
  /** Azure subscriptions on which the customer has taken the partner's own rights away. */
  readonly withoutAobo: Collection<{ readonly withdrawn: boolean }>;
  readonly mfaRegistrations: Collection<MfaRegistration>;
  /** Contract 10: of the security score, what was set. */
  readonly requirements: Collection<Requirement>;
  readonly budgets: Collection<Budget>;
  readonly usage: Collection<UsageLine>;
  readonly refreshes: Collection<UsageRefresh>;
  readonly exports: Collection<UsageExport>;
  readonly logAccess: Collection<LogAccess>;
  /** Mailboxes of the partner's tenant by address, and what lies in them. */
  readonly mailboxes: Collection<{ readonly address: string }>;
  readonly mails: Collection<StoredMail>;
  readonly serviceRequests: Collection<ServiceRequest>;
  /** Contract 13: by tenant. */
  readonly directories: Collection<DirectoryState>;
  readonly directoryUsers: Collection<DirectoryUser>;
  readonly settings: Settings;
  /** Where this simulator answers; set once it listens. */
  readonly address: { url: string };
  /** Takes what is announced by webhook, inside the transaction of the change. */
  readonly onEvent: { deliver(event: Announcement): void; registered(): void };
  /** Contract 11.1: at most one. */
  readonly registrations: Collection<Registration>;
  readonly validations: Collection<Validation>;
  readonly lateEvents: Collection<LateEvent>;
}

/** Rules of requests that the contract gives without saying what becomes of who breaks them. */
export const LENIENCIES = ['headers', 'contractVersion', 'members'] as const;

/** May be changed while running, through `/control/settings`. */
export interface Settings {
  /** The partner's own tenant. */
  readonly partnerTenantId: string;
  /** Contract 2.6: calls a minute and tenant. */
  requestsPerMinute: number;
  /** Which of those rules are not enforced; none by default. */
  lenient: readonly (typeof LENIENCIES)[number][];
  /** An unknown tenant id is taken for a customer who has accepted the reseller relationship. */
  acceptUnknownTenants: boolean;
  /** Contract 2.7: new orders and subscriptions show up this much business time later. */
  visibleAfterMs: number;
  /** Contract 5.2 and 20.5: seven days by one source, fifteen minutes by another. Business time. */
  cartLifeMs: number;
  /** Contract 5.3: seats are fulfilled this much business time after the order shows. */
  provisionedAfterMs: number;
  /** Contract 7.1: what is asked of an Azure subscription shows this much business time later. */
  entitlementAfterMs: number;
  /** Contract 18.3: usage is known this much business time later; it shows at the next daily refresh. */
  usageVisibleAfterMs: number;
  /** Contract 8.1: the daily refresh comes this long after midnight UTC; the hour is not published. */
  usageRefreshedAfterMs: number;
  /** Contract 13: sign-ins show this much business time later, a day at most. */
  signInsVisibleAfterMs: number;
  /** Contract 17: how much may be bought; no limits by default. */
  limits: PurchaseLimits;
  /** Contract 17: how often one subscription may be changed; null: as often as wanted. */
  mostUpdates: number | null;
  /** Contract 18.3: how much later each kind of event is announced, by name; business time of its tenant. At once where it is not named. */
  eventsAfterMs: Readonly<Record<string, number>>;
  /** Contract 16: a sandbox account has no budget, and limits of its own. */
  sandbox: boolean;
  /** Graph answers 503 to everything, while Partner Center goes on. */
  graphAway: boolean;
  /** Contract 10: alerts on one page; not published. */
  graphPageSize: number;
  /** Contract 12.2: records on one page of a customer's log; Entra's hold at most 1,000. */
  logPageSize: number;
  /** Contract 15.3: daily usage is rated this much business time after it is known. */
  ratedAfterMs: number;
  /** Contract 15.3: an export takes this much wall time. */
  exportAfterMs: number;
  /** Contract 1.4: enforced step by step; while it is not, a call without the claim goes through and is told so. */
  mfaEnforced: boolean;
  /** Whether the application was given `Mail.Read`. */
  mailReadGranted: boolean;
}

export function openWorld(dataDir: string | undefined, settings: Settings): World {
  const db = openDatabase(
    dataDir,
    'microsoft',
    [
      DOCUMENTS_SCHEMA,
      CLOCK_SCHEMA,
      JOURNAL_SCHEMA,
      CHANGES_SCHEMA,
      AUDIT_SCHEMA,
      LOGS_SCHEMA,
      WEBHOOK_SCHEMA,
      PARTNER_REQUESTS_SCHEMA,
    ].join('\n'),
  );
  const onEvent: World['onEvent'] = { deliver: () => {}, registered: () => {} };
  const changes = announcingLog(createChangeLog(db), onEvent);
  return {
    db,
    clock: createBusinessClock(db),
    journal: createJournal(db),
    changes,
    partner: collection(db, 'partner-account'),
    customers: collection(db, 'customer'),
    mailboxes: collection(db, 'mailbox'),
    mails: collection(db, 'mail'),
    serviceRequests: collection(db, 'service-request'),
    agreements: collection(db, 'agreement'),
    availabilities: collection(db, 'availability'),
    checkoutErrors: collection(db, 'checkout-error'),
    consents: collection(db, 'tenant-consent'),
    orders: collection(db, 'order'),
    carts: collection(db, 'cart'),
    subscriptions: createShelf(db, changes),
    entitlements: collection(db, 'entitlement'),
    machines: collection(db, 'machine'),
    alerts: collection(db, 'alert'),
    invoices: collection(db, 'invoice'),
    relationships: collection(db, 'delegated-relationship'),
    accessAssignments: collection(db, 'access-assignment'),
    roleAssignments: collection(db, 'role-assignment'),
    azureRoleAssignments: collection(db, 'azure-role-assignment'),
    withoutAobo: collection(db, 'without-aobo'),
    mfaRegistrations: collection(db, 'mfa-registration'),
    requirements: collection(db, 'score-requirement'),
    budgets: collection(db, 'budget'),
    usage: collection(db, 'usage'),
    refreshes: collection(db, 'usage-refresh'),
    exports: collection(db, 'usage-export'),
    logAccess: collection(db, 'log-access'),
    directories: collection(db, 'directory'),
    directoryUsers: collection(db, 'directory-user'),
    settings,
    address: { url: '' },
    onEvent,
    registrations: collection(db, 'registration'),
    validations: collection(db, 'validation'),
    lateEvents: collection(db, 'late-event'),
  };
}
