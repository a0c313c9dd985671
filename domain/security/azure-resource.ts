const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const NAME = '[\\w.()-]{1,90}';
const MACHINE = new RegExp(
  `^/subscriptions/${GUID}/resourceGroups/${NAME}/providers/Microsoft\\.Compute/virtualMachines/${NAME}$`,
  'i',
);
const SUBSCRIPTION = new RegExp(`^/subscriptions/(${GUID})(?:/|$)`, 'i');

const OBJECT = new RegExp(`^${GUID}$`, 'i');

/** Whether this is the id of something in a directory: a user, a role assignment. */
export function isObjectId(text: string): boolean {
  return OBJECT.test(text);
}

/** Whether this is the id of a virtual machine: the one kind of resource that can be stopped and started again alone. */
export function isMachine(resourceId: string): boolean {
  return MACHINE.test(resourceId);
}

/** The Azure subscription to which a resource belongs, in lower case; null when the text is no id of a resource. */
export function azureSubscriptionOf(resourceId: string): string | null {
  return SUBSCRIPTION.exec(resourceId)?.[1]?.toLowerCase() ?? null;
}
