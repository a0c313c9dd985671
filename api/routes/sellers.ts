import {
  type NewSeller,
  newSeller,
  type SellerChange,
  sellerChange,
  sellerPage,
  sellerQuery,
} from '../../contracts/sellers.ts';
import { commitSetting } from '../../db/commit-setting.ts';
import { changeSeller, insertSeller, listSellers, type SellerChange as StoredChange } from '../../db/sellers.ts';
import type { BankAccount } from '../../db/tables/party-tables.ts';
import { Refusal } from '../../domain/errors.ts';
import type { ApiDeps } from '../deps.ts';
import type { Made } from '../outcome.ts';
import { read, readResource } from '../read.ts';
import { requireMatch } from '../resource.ts';
import { sellerBy, sellerResource, sellerView } from '../resources/seller.ts';
import type { Route } from '../route.ts';
import { write, type WriteContext } from '../write.ts';

const tag = 'sellers';
const path = '/v1/sellers/:seller';

export const sellerRoutes: readonly Route[] = [
  read({
    id: 'listSellers',
    path: '/v1/sellers',
    tag,
    summary: 'Who sells and is paid',
    query: sellerQuery,
    answer: sellerPage,
    async load({ db }, { query }) {
      const { items, nextCursor } = await listSellers(db, query);
      return { items: items.map(sellerView), nextCursor };
    },
  }),
  readResource({ id: 'getSeller', path, tag, summary: 'A seller, by id or key', resource: sellerResource }),
  write({
    id: 'createSeller',
    method: 'POST',
    path: '/v1/sellers',
    tag,
    summary: 'Another seller, with invoice numbers of its own',
    status: 201,
    idempotencyKey: 'optional',
    body: newSeller,
    shows: sellerResource,
    commit: create,
  }),
  write({
    id: 'changeSeller',
    method: 'PATCH',
    path,
    tag,
    summary: 'Change name, addresses, bank accounts or number series',
    status: 200,
    idempotencyKey: 'optional',
    body: sellerChange,
    shows: sellerResource,
    commit: change,
  }),
];

/** @throws Refusal `conflict` when the key is taken */
async function create({ db, now, newId }: ApiDeps, context: WriteContext, body: NewSeller): Promise<Made> {
  const wallNow = now();
  const result = await commitSetting(
    db,
    { actor: context.actor.name, wallNow, idempotency: context.idempotency },
    async (trx) => {
      const seller = newId('sel');
      const { key, name, timeZone } = body;
      const made = await insertSeller(trx, {
        id: seller,
        key,
        name,
        timeZone,
        taxId: body.taxId ?? null,
        addresses: body.addresses ?? [],
        bankAccounts: bankAccountsOf(body.bankAccounts ?? []),
        numberSeries: body.numberSeries ?? {},
        createdAt: wallNow,
      });
      if (!made)
        throw new Refusal('conflict', `there is a seller with the key ${key}`, [
          { pointer: '/key', message: 'is taken' },
        ]);
      return { result: { shown: seller, customerId: null }, kind: 'seller.created', body: { seller } };
    },
  );
  return { ...result, operationId: null };
}

async function change({ db, now }: ApiDeps, context: WriteContext, body: SellerChange): Promise<Made> {
  const { actor, idempotency, params, ifMatch } = context;
  const { id } = await sellerBy(db, params['seller'] ?? '');
  const wallNow = now();
  const result = await commitSetting(db, { actor: actor.name, wallNow, idempotency }, async (trx) => {
    await trx.selectFrom('seller').select('id').where('id', '=', id).forUpdate().execute();
    await requireMatch(sellerResource, ifMatch, () => sellerResource.load(trx, id, wallNow));
    await changeSeller(trx, id, storedChange(body));
    // Which fields, and not what they say: a sole trader's address is personal data.
    return {
      result: { shown: id, customerId: null },
      kind: 'seller.changed',
      body: { seller: id, fields: Object.keys(body) },
    };
  });
  return { ...result, operationId: null };
}

/** What was not given stays; null erases. */
function storedChange({ name, taxId, addresses, bankAccounts, numberSeries, timeZone }: SellerChange): StoredChange {
  return {
    ...(name === undefined ? {} : { name }),
    ...(taxId === undefined ? {} : { taxId }),
    ...(addresses === undefined ? {} : { addresses }),
    ...(bankAccounts === undefined ? {} : { bankAccounts: bankAccountsOf(bankAccounts) }),
    ...(numberSeries === undefined ? {} : { numberSeries }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

function bankAccountsOf(given: NonNullable<SellerChange['bankAccounts']>): readonly BankAccount[] {
  return given.map(({ iban, bic, currency }) => ({ iban, bic: bic ?? null, currency }));
}
