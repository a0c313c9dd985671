import { json } from '../../kit/answer.ts';
import { param } from '../../kit/router.ts';
import type { PartnerCall, PartnerRoute } from '../partner-call.ts';
import { PartnerFault } from '../partner-fault.ts';
import { collectionOf, link } from '../wire.ts';
import { availabilityOf } from './availability.ts';
import { CATALOGUE, type Sku } from './product.ts';

const PRODUCTS = '/v1/customers/{tenantId}/products';

/** Contract 5.1. */
export const catalogueRoutes: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: PRODUCTS,
    handle: (call) => {
      const { tenantId } = call.customer();
      const view = call.call.query.get('targetView')?.toLowerCase();
      if (view === undefined) throw new PartnerFault('3000', 'A target view is needed.');
      const skus = CATALOGUE.filter((sku) => sku.targetView.toLowerCase() === view);
      return json(
        200,
        collectionOf(
          [...Map.groupBy(skus, (sku) => sku.productId).values()].map(([sku]) => product(sku, tenantId)),
          {},
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: `${PRODUCTS}/{productId}/skus`,
    handle: (call) => {
      const { tenantId } = call.customer();
      return json(
        200,
        collectionOf(
          skusOf(call).map((sku) => skuResource(sku, tenantId)),
          {},
        ),
      );
    },
  },
  {
    method: 'GET',
    pattern: `${PRODUCTS}/{productId}/skus/{skuId}`,
    handle: (call) => json(200, skuResource(skuIn(call), call.customer().tenantId)),
  },
  {
    method: 'GET',
    pattern: `${PRODUCTS}/{productId}/skus/{skuId}/availabilities`,
    handle: (call) => {
      call.customer();
      const sku = skuIn(call);
      const id = availabilityOf(call.world, sku);
      const availability = {
        id,
        productId: sku.productId,
        skuId: sku.id,
        catalogItemId: `${sku.productId}:${sku.id}:${id}`,
        country: 'PL',
        isPurchasable: true,
        isRenewable: sku.terms.length > 0,
        defaultCurrency: { code: 'PLN', symbol: 'zł' },
        terms: sku.terms.map((duration) => ({ duration, description: duration })),
      };
      return json(200, collectionOf([availability], {}));
    },
  },
];

function skusOf({ params }: PartnerCall): readonly Sku[] {
  const productId = param(params, 'productId').toUpperCase();
  const found = CATALOGUE.filter((sku) => sku.productId === productId);
  if (found.length === 0) throw new PartnerFault('1000', 'The product was not found.');
  return found;
}

function skuIn(call: PartnerCall): Sku {
  const sku = skusOf(call).find(({ id }) => id === param(call.params, 'skuId').toUpperCase());
  if (sku === undefined) throw new PartnerFault('1000', 'The sku was not found.');
  return sku;
}

function product(sku: Sku | undefined, tenantId: string): object {
  if (sku === undefined) return {};
  const path = `/customers/${tenantId}/products/${sku.productId}`;
  return {
    id: sku.productId,
    title: sku.title,
    description: sku.title,
    productType: { id: sku.targetView === 'MicrosoftAzure' ? 'Azure' : 'OnlineServicesNCE', displayName: sku.title },
    isMicrosoftProduct: true,
    publisherName: 'Microsoft Corporation',
    links: { skus: link(`${path}/skus`), self: link(path) },
  };
}

function skuResource(sku: Sku, tenantId: string): object {
  const path = `/customers/${tenantId}/products/${sku.productId}/skus/${sku.id}`;
  return {
    id: sku.id,
    productId: sku.productId,
    title: sku.title,
    description: sku.title,
    minimumQuantity: sku.minimumQuantity,
    maximumQuantity: sku.maximumQuantity,
    isTrial: false,
    supportedBillingCycles: sku.supportedBillingCycles,
    purchasePrerequisites: ['MicrosoftCustomerAgreement'],
    inventoryVariables: [],
    provisioningVariables: [],
    dynamicAttributes: { isMicrosoftProduct: true, hasConstraints: false, isAddon: false },
    links: { availabilities: link(`${path}/availabilities`), self: link(path) },
  };
}
