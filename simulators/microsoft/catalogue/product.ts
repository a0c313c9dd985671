/** What the simulator sells by name. An order of something else of the right form is taken as well: Microsoft sells more than this. */
export interface Sku {
  readonly productId: string;
  readonly id: string;
  readonly title: string;
  readonly targetView: 'MicrosoftAzure' | 'OnlineServices';
  readonly availabilityId: string;
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
  readonly supportedBillingCycles: readonly string[];
  readonly terms: readonly string[];
}

const licence = { targetView: 'OnlineServices', minimumQuantity: 1, maximumQuantity: 10_000_000 } as const;
const yearly = { supportedBillingCycles: ['monthly', 'annual', 'triennial'], terms: ['P1M', 'P1Y', 'P3Y'] } as const;

/** Contract 5.1: the Azure plan as printed there; the others under ids of their own making. */
export const CATALOGUE: readonly Sku[] = [
  {
    productId: 'DZH318Z0BPS6',
    id: '0001',
    title: 'Azure plan',
    targetView: 'MicrosoftAzure',
    availabilityId: 'DZH318Z0BML6',
    minimumQuantity: 1,
    maximumQuantity: 1,
    supportedBillingCycles: ['one_time'],
    terms: [],
  },
  {
    productId: 'CFQ7TTC0LH18',
    id: '0001',
    title: 'Microsoft 365 Business Basic',
    availabilityId: 'CFQ7TTC0K971',
    ...licence,
    maximumQuantity: 300,
    ...yearly,
  },
  {
    productId: 'CFQ7TTC0LCHC',
    id: '0002',
    title: 'Microsoft 365 Business Premium',
    availabilityId: 'CFQ7TTC0K18T',
    ...licence,
    maximumQuantity: 300,
    ...yearly,
  },
  {
    productId: 'CFQ7TTC0LFLX',
    id: '0001',
    title: 'Microsoft 365 E3',
    availabilityId: 'CFQ7TTC0KXP3',
    ...licence,
    ...yearly,
  },
  {
    productId: 'CFQ7TTC0LH0T',
    id: '0001',
    title: 'Microsoft 365 A3 for faculty',
    availabilityId: 'CFQ7TTC0KXA3',
    ...licence,
    ...yearly,
  },
  {
    productId: 'CFQ7TTC0LCHN',
    id: '0001',
    title: 'Microsoft 365 Business Premium (Nonprofit Staff Pricing)',
    availabilityId: 'CFQ7TTC0KXN1',
    ...licence,
    maximumQuantity: 300,
    ...yearly,
  },
];

/** The sku of an offer id `Product:Sku:Availability`, whatever its availability. */
export function skuOf(offerId: string): Sku | undefined {
  const [productId = '', skuId = ''] = offerId.toUpperCase().split(':');
  return CATALOGUE.find((sku) => sku.productId === productId && sku.id === skuId);
}
