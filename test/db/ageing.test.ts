import { beforeAll, describe, expect, it } from 'vitest';
import { ageingSql } from '../../db/ageing.ts';
import { aCustomer, anId, anInvoice, aPayment, databaseOfFile, record, WALL } from './support.ts';

const DAY = 86_400_000;
const { db } = await databaseOfFile();
let customer: string;
/** An invoice of 2 March, due on 16 March, of which 600 was paid on 20 March; that became known on 25 March. */
beforeAll(async () => {
  customer = await aCustomer(db);
  const invoice = anId('inv');
  await record(db, customer, [anInvoice(invoice, 1_000)]);
  const paid = aPayment(anId('pay'), 600, invoice, 600);
  const late = { ...paid, effectiveOn: '2026-03-20', body: { ...paid.body, receivedOn: '2026-03-20' } };
  await record(db, customer, [late], { wallNow: WALL + 23 * DAY });
});

const open = async (question: Parameters<typeof ageingSql>[1]) => {
  const ageing = (await ageingSql(db, question)).get('PLN');
  return Object.fromEntries(
    (ageing?.buckets ?? []).filter((bucket) => bucket.amount !== 0n).map((bucket) => [bucket.name, bucket.amount]),
  );
};

describe('ageing', () => {
  it('can be asked for any past day', async () => {
    expect(await open({ asOf: '2026-03-01' })).toEqual({});
    expect(await open({ asOf: '2026-03-02' })).toEqual({ current: 1_000n });
    expect(await open({ asOf: '2026-03-16' })).toEqual({ current: 1_000n });
    expect(await open({ asOf: '2026-03-17' })).toEqual({ '1-30': 1_000n });
    expect(await open({ asOf: '2026-03-20' })).toEqual({ '1-30': 400n });
    expect(await open({ asOf: '2026-04-16' })).toEqual({ '31-60': 400n });
    expect(await open({ asOf: '2026-06-15' })).toEqual({ '90+': 400n });
  });

  it('knows of a past day what is known now, or only what was known then', async () => {
    const asOf = '2026-03-22';
    expect(await open({ asOf })).toEqual({ '1-30': 400n });
    expect(await open({ asOf, knownAt: WALL + 22 * DAY })).toEqual({ '1-30': 1_000n });
    expect(await open({ asOf, knownAt: WALL + 23 * DAY })).toEqual({ '1-30': 400n });
  });

  it('is asked for one currency or one customer, and leaves test clocks out of the book', async () => {
    const asOf = '2026-03-22';
    expect(await open({ asOf, currency: 'EUR' })).toEqual({});
    await db.updateTable('customer').set({ clock_mode: 'test' }).where('id', '=', customer).execute();
    expect(await open({ asOf })).toEqual({});
    expect(await open({ asOf, customer })).toEqual({ '1-30': 400n });
  });
});
