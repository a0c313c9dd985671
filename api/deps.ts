import type { Logger } from 'pino';
import type { Gateway } from '../adapters/gateway/port.ts';
import type { Mailer } from '../adapters/mail/port.ts';
import type { PartnerCenter } from '../adapters/partner-center/port.ts';
import type { AzureEntitlements, PartnerWebhooks } from '../adapters/partner-security/port.ts';
import type { PartnerUsage } from '../adapters/partner-usage/port.ts';
import type { FirstPasswords } from '../adapters/partner-center/sealed-passwords.ts';
import type { PartnerOnboarding } from '../adapters/partner-onboarding/port.ts';
import type { PartnerOrders } from '../adapters/partner-orders/port.ts';
import type { VatRegister } from '../adapters/vat-register/port.ts';
import type { Round } from '../contracts/round-activities.ts';
import type { Db } from '../db/database.ts';
import type { Instant } from '../domain/calendar/day.ts';
import type { HygieneSettings } from '../domain/hygiene/settings.ts';
import type { IdPrefix } from '../domain/ids.ts';
import type { ClockMover } from './clock/clock-mover.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Metrics } from './metrics.ts';

/** What the API stands on. Everything that reads a clock, draws a number or leaves the process comes from here. */
export interface ApiDeps {
  readonly db: Db;
  readonly lifecycle: Lifecycle;
  readonly clockMover: ClockMover;
  /** What a person waits for (funding of a card, a page to pay on), and the signed events of the gateway. */
  readonly gateway: Gateway;
  /** Reads the signed reports of the mail provider; the API itself sends nothing. */
  readonly mail: Pick<Mailer, 'verifyWebhook'>;
  /** Who asks what could be stopped waits for what Microsoft says runs, and costs; nothing is changed there. */
  readonly azure: Pick<AzureEntitlements, 'list' | 'plans'> & Pick<PartnerUsage, 'resources'>;
  /** A person who reconciles, or who links or makes a tenant, waits for what Microsoft says. */
  readonly partnerCenter: Pick<
    PartnerCenter,
    'listSubscriptions' | 'createCustomer' | 'readCustomer' | 'relationshipRequestUrl'
  >;
  readonly partnerOnboarding: Pick<PartnerOnboarding, 'isDomainFree' | 'checkAddress'>;
  /** Microsoft says of a cart at once which lines it would refuse; buying is the life's. */
  readonly partnerOrders: Pick<PartnerOrders, 'makeCart' | 'currentOffer'>;
  readonly firstPasswords: Pick<FirstPasswords, 'take'> | undefined;
  /** Checks the signatures of Partner Center's events. */
  readonly partnerWebhooks: PartnerWebhooks;
  /** A person who verifies a customer waits for what the register says. */
  readonly vatRegister: Pick<VatRegister, 'check'>;
  /** Lets a round run now and not at its time. @throws Refusal `unavailable` while Temporal is away */
  readonly hurry: (round: Round) => Promise<void>;
  /** The partner's own tenant at Microsoft. */
  readonly partnerTenantId: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Wall clock. */
  readonly now: () => Instant;
  readonly newId: <P extends IdPrefix>(prefix: P) => `${P}_${string}`;
  /** What reviews of customers' directories go by. */
  readonly hygiene: HygieneSettings;
  /** After so many days without use a delegated admin relationship is unused. */
  readonly unusedAfterDays: number;
  readonly tokenPepper: string;
  readonly testClocks: boolean;
  readonly limits: ApiLimits;
}

export interface ApiLimits {
  /** Requests that one token may make in a minute. */
  readonly requestsPerMinute: number;
  /** Requests that one address may make in a minute without a valid token. */
  readonly strangersPerMinute: number;
  /** Largest JSON body in bytes. */
  readonly bodyBytes: number;
  /** Largest file of an import in bytes. */
  readonly fileBytes: number;
  /** How long, in milliseconds of wall time, requests under way may hold up a stop. */
  readonly drainMs: number;
}

export const DEFAULT_LIMITS: ApiLimits = Object.freeze({
  requestsPerMinute: 30_000,
  strangersPerMinute: 300,
  bodyBytes: 1_048_576,
  fileBytes: 104_857_600,
  drainMs: 8_000,
});
