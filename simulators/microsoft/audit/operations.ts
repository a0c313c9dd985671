import type { Place } from '../../kit/router.ts';

interface Operation {
  readonly resourceType: string;
  readonly operationType: string;
}

const CUSTOMER = '/v1/customers/{tenantId}';
const ENTITLEMENT = `${CUSTOMER}/subscriptions/{subscriptionId}/azureEntitlements/{entitlementId}`;

/** Contract 12.1, by method and pattern of the route. The words for carts, consents, entitlements, verdicts and webhooks are not published (I): the set is open. */
const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    'POST /v1/customers': ['customer', 'add_customer'],
    [`PATCH ${CUSTOMER}`]: ['partner_customer_relationship', 'remove_partner_customer_relationship'],
    [`PUT ${CUSTOMER}/profiles/billing`]: ['customer', 'update_customer_billing_profile'],
    [`POST ${CUSTOMER}/agreements`]: ['agreement', 'create_agreement'],
    [`POST ${CUSTOMER}/applicationconsents`]: ['application', 'create_application_consent'],
    [`DELETE ${CUSTOMER}/applicationconsents/{applicationId}`]: ['application', 'delete_application_consent'],
    [`POST ${CUSTOMER}/qualifications`]: ['customer', 'create_customer_qualification'],
    [`POST ${CUSTOMER}/orders`]: ['order', 'create_order'],
    [`PATCH ${CUSTOMER}/orders/{orderId}`]: ['order', 'update_order'],
    [`DELETE ${CUSTOMER}/users/{userId}`]: ['customer_user', 'delete_customer_user'],
    [`PATCH ${CUSTOMER}/users/{userId}`]: ['customer_user', 'restore_customer_user'],
    [`POST ${CUSTOMER}/carts`]: ['order', 'create_cart'],
    [`PUT ${CUSTOMER}/carts/{cartId}`]: ['order', 'update_cart'],
    [`POST ${CUSTOMER}/carts/{cartId}/checkout`]: ['order', 'create_order'],
    [`PATCH ${CUSTOMER}/subscriptions/{subscriptionId}`]: ['subscription', 'update_subscription'],
    [`POST ${ENTITLEMENT}/cancel`]: ['azure_entitlement', 'cancel_azure_entitlement'],
    [`POST ${ENTITLEMENT}/reactivate`]: ['azure_entitlement', 'reactivate_azure_entitlement'],
    [`PATCH ${CUSTOMER}/usagebudget`]: ['spending_limit', 'update_customer_spending_budget'],
    'POST /v1/fraudEvents/subscription/{azureSubscriptionId}/status': ['subscription', 'update_azure_fraud_event'],
    'PATCH /v1/servicerequests/{number}': ['application', 'update_service_request'],
    'POST /webhooks/v1/registration': ['application', 'create_webhook_registration'],
    'PUT /webhooks/v1/registration': ['application', 'update_webhook_registration'],
  }).map(([place, [resourceType = '', operationType = '']]) => [place, { resourceType, operationType }]),
);

/** What a write is called in the audit; undefined for reads and for what leaves no record. */
export function operationOf({ method, pattern }: Place): Operation | undefined {
  return OPERATIONS.get(`${method} ${pattern}`);
}
