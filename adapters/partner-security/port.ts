import type { Instant } from '../../domain/calendar/day.ts';

/** How the partner judges an alert; goes back to Microsoft (contract §9, §10). */
export type Verdict = 'fraud' | 'legitimate' | 'ignored';

/** One suspicion of Microsoft about a customer's Azure subscription, whichever of the two ways it came. */
export interface SecurityAlert {
  /** Microsoft's id. Both ways name the same alert differently: `occurrence` is what they have in common. */
  readonly id: string;
  /** Lower-case `<azure subscription>/<guid>`: the same for one alert, whether read from Graph or from fraudEvents. */
  readonly occurrence: string;
  readonly way: 'graph' | 'fraudEvents';
  readonly customerTenantId: string;
  /** Id of the Azure subscription, which is not a Partner Center subscription (contract §7.1). */
  readonly azureSubscriptionId: string | null;
  /** Microsoft's word; the set is open. */
  readonly alertType: string;
  readonly displayName: string;
  readonly severity: 'informational' | 'low' | 'medium' | 'high' | 'unknown';
  /** How sure Microsoft is of it. */
  readonly confidence: 'low' | 'medium' | 'high' | 'unknown';
  readonly status: 'active' | 'investigating' | 'resolved' | 'unknown';
  readonly verdict: Verdict | null;
  readonly detectedAt: Instant;
  readonly isTest: boolean;
  readonly affectedResources: readonly { readonly id: string; readonly type: string }[];
}

/** Microsoft's alerts over two lists, Graph's and the deprecated fraudEvents: either may know what the other does not show. */
export interface SecurityAlerts {
  /** Every alert that is not resolved by all that answer, of all customers, once. @throws PartnerCenterError when neither way answers */
  open(): Promise<readonly SecurityAlert[]>;
  /**
   * Tells Microsoft the verdict and answers with the alert as read back; safe to repeat. fraudEvents have no word for
   * `legitimate`: by that way it is sent, and read back, as `ignored`.
   *
   * @throws PartnerCenterError
   */
  answer(alert: Pick<SecurityAlert, 'id' | 'way' | 'azureSubscriptionId'>, verdict: Verdict): Promise<SecurityAlert>;
}

/** An Azure subscription under a customer's plan (contract §7). */
export interface AzureEntitlement {
  readonly id: string;
  readonly planId: string;
  readonly friendlyName: string;
  /** Anything but `active` counts as off (contract §20, 14). */
  readonly active: boolean;
}

/** An Azure plan: the subscription of Partner Center under which a customer's Azure subscriptions are (contract §7.1). */
export interface AzurePlan {
  readonly id: string;
  readonly active: boolean;
}

/** Stops and restarts what is billed by use. A cancellation shows about ten minutes later (contract §7.1): read again. */
export interface AzureEntitlements {
  /** Every Azure subscription of every plan of the customer. @throws PartnerCenterError */
  list(tenantId: string): Promise<readonly AzureEntitlement[]>;
  /** Every plan of the customer that is not deleted. @throws PartnerCenterError */
  plans(tenantId: string): Promise<readonly AzurePlan[]>;
  /** Repeating it for one that is off changes nothing. @throws PartnerCenterError */
  cancel(tenantId: string, entitlement: Pick<AzureEntitlement, 'id' | 'planId'>): Promise<void>;
  /** One whose cancellation is still under way counts as on: it goes off afterwards, so read again. */
  reactivate(tenantId: string, entitlement: Pick<AzureEntitlement, 'id' | 'planId'>): Promise<void>;
}

/** An event that Microsoft has sent and signed (contract §11). It carries no id and no data: what it names is read anew. */
export interface PartnerEvent {
  /** The same for the same event, however often it comes: hash of name, resource, audit and change date. */
  readonly key: string;
  readonly name: string;
  readonly resourceUri: string | null;
  readonly auditUri: string | null;
  readonly changedAt: Instant;
}

/** Checks the signature of a delivery over its raw bytes (contract §11.3). */
export interface PartnerWebhooks {
  /** @throws WebhookRefused with what was wrong */
  verify(headers: Readonly<Record<string, string | undefined>>, body: Buffer): Promise<PartnerEvent>;
}
