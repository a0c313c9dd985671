import { z } from 'zod';
import { type Money, money } from '../../../domain/money.ts';
import { formatMoney } from '../../../domain/money-format.ts';
import { sumOf } from '../predict/post-predicted.ts';
import { factName, type Put, type ScriptFact } from '../script/script-fact.ts';
import type { ApiClient } from './api-client.ts';
import type { LiveLife } from './live-life.ts';

const made = z.object({ id: z.string() });

/** Ids of what earlier facts made: `invoice/0000611365` → `inv_…`. @throws when the fact has not been posted */
export type IdOf = (fact: string) => string;

/**
 * Posts one fact of the script to the API, under an idempotency key that follows from the fact. Answers the id of what
 * it made.
 * @param seller its key, which tells apart the same book replayed twice.
 */
export async function postLive(
  api: ApiClient,
  seller: string,
  life: LiveLife,
  fact: ScriptFact,
  idOf: IdOf,
): Promise<string> {
  const { currency } = life.customer;
  const wire = (minor: bigint) => wireMoney(money(minor, currency));
  const allocations = (puts: readonly Put[]) =>
    puts.map(({ invoice, amount }) => ({ invoice: idOf(`invoice/${invoice}`), amount: wire(amount) }));
  const post = async (role: 'finance' | 'collector', path: string, body: unknown) =>
    (await api.post(role, path, `${seller}/${factName(fact)}`, body, made)).id;
  switch (fact.kind) {
    case 'invoice': {
      const { invoice: number, day: issuedOn, dueOn } = fact;
      const total = wire(fact.amount);
      return await post('finance', '/v1/invoices', { customer: life.id, number, issuedOn, dueOn, currency, total });
    }
    case 'dispute': {
      const body = { invoice: idOf(`invoice/${fact.invoice}`), amount: wire(fact.amount), reason: 'As the book says.' };
      return await post('collector', `/v1/customers/${life.id}/disputes`, body);
    }
    case 'resolution': {
      const path = `/v1/disputes/${idOf(`dispute/${fact.invoice}`)}/resolution`;
      return await post('collector', path, { outcome: 'rejected', note: 'The invoice is as ordered.' });
    }
    case 'payment':
      return await post('finance', '/v1/payments', {
        customer: life.id,
        amount: wire(sumOf(fact.puts)),
        method: fact.method,
        receivedOn: fact.day,
        reference: fact.reference,
        externalId: `${seller}/${fact.payment}`,
        allocations: allocations(fact.puts),
      });
    case 'stray':
      return await post('finance', '/v1/payments', {
        amount: wire(fact.amount),
        seller,
        method: 'bankTransfer',
        receivedOn: fact.day,
        reference: fact.reference,
        externalId: `${seller}/${fact.payment}`,
      });
    case 'match': {
      const path = `/v1/unmatched-payments/${idOf(`stray/${fact.payment}`)}/match`;
      return await post('finance', path, { customer: life.id, allocations: allocations(fact.puts) });
    }
    case 'reversal': {
      const path = `/v1/payments/${idOf(`payment/${fact.payment}`)}/reversal`;
      return await post('finance', path, { kind: 'chargeback', reason: 'The card holder disputed it.' });
    }
  }
}

function wireMoney(amount: Money): { readonly amount: string; readonly currency: string } {
  return { amount: formatMoney(amount), currency: amount.currency };
}
