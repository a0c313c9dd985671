import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPartnerInvoices } from '../../../adapters/partner-invoices/create-partner-invoices.ts';
import { departures } from '../../simulators/support/contract-shapes.ts';
import { startedMicrosoft } from '../support/microsoft.ts';

let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
beforeAll(async () => {
  microsoft = await startedMicrosoft();
  connection = microsoft.connection();
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const line = (totalForCustomer: string) => ({
  customerId: randomUUID(),
  subscriptionId: randomUUID(),
  totalForCustomer,
});

interface Issued {
  readonly id: string;
}

const issued = (...amounts: string[]) =>
  microsoft.control<Issued>('POST', '/invoices', { lines: amounts.map((one) => line(one)) });

test('a note that amends an invoice is read as a credit, whichever sign its charges have', async () => {
  const invoice = await issued('100.00', '50.00');
  const notes = `/invoices/${invoice.id}/notes`;
  const adjusted = await microsoft.control<Issued>('POST', notes, { lines: [line('30.00')] });
  const negative = await microsoft.control<Issued>('POST', notes, { lines: [line('-5.25')] });
  expect(departures(adjusted, 'Invoice')).toEqual([]);
  const seen = await createPartnerInvoices(connection).list();
  const of = (id: string) => seen.find((one) => one.id === id);
  expect(of(invoice.id)).toMatchObject({ total: '150', isCredit: false });
  expect(of(adjusted.id)).toMatchObject({ total: '30', isCredit: true });
  expect(of(negative.id)).toMatchObject({ total: '-5.25', isCredit: true });
  expect(await createPartnerInvoices(connection).charges(adjusted.id)).toMatchObject([{ amount: '30' }]);
});

test('a void note takes the whole invoice back, and the balance at Microsoft with it', async () => {
  const before = await balance();
  const invoice = await issued('80.00');
  expect(await balance()).toBe(before + 80);
  const voided = await microsoft.control<Issued>('POST', `/invoices/${invoice.id}/notes`, {
    documentType: 'void_note',
  });
  expect(await balance()).toBe(before);
  const seen = await createPartnerInvoices(connection).list();
  expect(seen.find(({ id }) => id === voided.id)).toMatchObject({ total: '80', isCredit: true });
  const listed = (await connection.caller.read({ path: '/invoices', tenant: 'partner' })) as {
    items: { id: string; amendments?: { id: string; amendsOf: string; documentType: string }[] }[];
  };
  const amendments = listed.items.find(({ id }) => id === invoice.id)?.amendments;
  expect(amendments).toMatchObject([{ id: voided.id, amendsOf: invoice.id, documentType: 'void_note' }]);
});

async function balance(): Promise<number> {
  const summary = (await connection.caller.read({ path: '/invoices/summary', tenant: 'partner' })) as {
    balanceAmount: unknown;
  };
  return Number(summary.balanceAmount);
}
