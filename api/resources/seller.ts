import { numberSeries, type SellerView, seller } from '../../contracts/sellers.ts';
import type { Db } from '../../db/database.ts';
import { findSeller, type Seller } from '../../db/sellers.ts';
import { Refusal } from '../../domain/errors.ts';
import type { Resource } from '../resource.ts';
import { externalIdIn } from './named.ts';

/** Whose it is when nobody says otherwise. */
export const DEFAULT_SELLER = 'default';

/** A seller by id or key; `ext:` and the key will do as well. @throws Refusal `not_found` */
export async function sellerBy(db: Db, reference: string): Promise<Seller> {
  const found = await findSeller(db, externalIdIn(reference) ?? reference);
  if (found === undefined) throw new Refusal('not_found', `there is no seller ${reference}`);
  return found;
}

export const sellerResource: Resource<typeof seller> = {
  name: 'seller',
  schema: seller,
  load: async (db, reference) => sellerView(await sellerBy(db, reference)),
};

export function sellerView(found: Seller): SellerView {
  return {
    id: found.id,
    key: found.key,
    name: found.name,
    taxId: found.taxId,
    addresses: found.addresses.map((address) => ({ ...address, lines: [...address.lines] })),
    bankAccounts: found.bankAccounts.map((account) => ({ ...account })),
    numberSeries: numberSeries.parse(found.numberSeries),
    timeZone: found.timeZone,
    createdAt: found.createdAt,
  };
}
