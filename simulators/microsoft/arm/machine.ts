import { type Entitlement, isOn } from '../entitlements/entitlement.ts';

/** A virtual machine of an Azure subscription. `id` is Azure's full id in lower case. */
export interface Machine {
  readonly id: string;
  readonly tenantId: string;
  readonly azureSubscriptionId: string;
  readonly resourceGroup: string;
  readonly name: string;
  /** What it was before `pending`; ask `powerOf` for what it is. */
  readonly power: Power;
  /** Asked for and not yet done; `at` is business time of the tenant, epoch milliseconds. */
  readonly pending: { readonly power: 'running' | 'deallocated'; readonly at: number } | null;
}

/** Azure's words: `stopped` was switched off from within, keeps its place and goes on costing. */
export type Power = 'running' | 'stopped' | 'deallocated';

/** Freeing and starting take about a minute of business time. */
export const MACHINE_AFTER_MS = 60_000;

export function machineId(azureSubscriptionId: string, resourceGroup: string, name: string): string {
  return `/subscriptions/${azureSubscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`.toLowerCase();
}

/** Contract 7.3: the machines of a disabled subscription are freed. Pure. */
export function powerOf(machine: Machine, entitlement: Entitlement, now: number): Power | 'starting' | 'deallocating' {
  if (!isOn(entitlement, now)) return 'deallocated';
  const { power, pending } = machine;
  if (pending === null || pending.power === power) return power;
  if (now >= pending.at) return pending.power;
  return pending.power === 'running' ? 'starting' : 'deallocating';
}
