/** Where an administrator of the customer's approves a relationship that was offered (contract §14.1). */
export function approvalLink(relationship: string): string {
  const id = encodeURIComponent(relationship);
  return `https://admin.microsoft.com/AdminPortal/Home#/partners/invitation/granularAdminRelationships/${id}`;
}
