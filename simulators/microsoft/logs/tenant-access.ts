import type { World } from '../world.ts';

/** What a customer's tenant lets be read of its logs. */
export interface LogAccess {
  /** Contract 12.2: sign-ins are there with Entra P1 only; without it Entra keeps its log 7 days instead of 30. */
  readonly premium: boolean;
  /** Contract 14.3: whether the partner still has a role on the customer's Azure subscriptions. */
  readonly azureReader: boolean;
  /** Contract 14.1: whether the partner's role in the directory lets it read logs. */
  readonly directoryReader: boolean;
}

const EVERYTHING: LogAccess = { premium: true, azureReader: true, directoryReader: true };

export function accessOf(world: World, tenantId: string): LogAccess {
  return { ...EVERYTHING, ...world.logAccess.get(tenantId.toLowerCase()) };
}
