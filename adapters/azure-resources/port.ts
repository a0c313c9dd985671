/** A virtual machine by Azure's full id, `/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/virtualMachines/…`. */
export interface AzureMachines {
  /** Whether it runs, and so costs: anything but `deallocated` does. False for one that exists no more. @throws PartnerCenterError */
  isOn(tenantId: string, resourceId: string): Promise<boolean>;
  /** Frees the machine and keeps its disks; repeating it changes nothing. It shows minutes later: read again. @throws PartnerCenterError */
  deallocate(tenantId: string, resourceId: string): Promise<void>;
  /** Likewise. @throws PartnerCenterError */
  start(tenantId: string, resourceId: string): Promise<void>;
}
