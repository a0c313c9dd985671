import type { PartnerCenter } from '../../adapters/partner-center/port.ts';
import type { Restorable } from '../../domain/facts/service-facts.ts';

/** By subscription of ours. */
export type AddOnSnapshots = Readonly<Record<string, Restorable>>;

/** What an act on one subscription needs. `requestId` names the effect: the same after a crash, another for the next effect. */
export interface SubscriptionAct {
  readonly partnerCenter: PartnerCenter;
  readonly tenantId: string;
  readonly microsoftId: string;
  readonly requestId: string;
  /** The snapshot of an earlier try of this effect, or of the stop that a start undoes. */
  readonly snapshot: Restorable | null;
  readonly keepSnapshot: (snapshot: Restorable, addOns: AddOnSnapshots) => Promise<void>;
  /** Add-ons that a stop takes with it, and the snapshots of them that an earlier try has kept. */
  readonly addOns: readonly { readonly subscription: string; readonly microsoftId: string }[];
  readonly addOnSnapshots: AddOnSnapshots;
}
