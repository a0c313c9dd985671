import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import { DAY_MS } from '../term.ts';
import { isDecimal } from '../usage/decimal.ts';
import type { World } from '../world.ts';
import { type Invoice, invoiceResource, NOTES } from './invoice.ts';

const amount = z.string().refine(isDecimal, 'no decimal number');
const date = z.iso.datetime({ offset: true });

const line = z.strictObject({
  customerId: z.guid().toLowerCase(),
  subscriptionId: z.guid().toLowerCase(),
  productName: z.string().min(1).default('Microsoft 365 Business Premium'),
  chargeType: z.string().default('cycleFee'),
  quantity: z.int().positive().default(1),
  totalForCustomer: amount,
  billingFrequency: z.enum(['Monthly', 'Annual']).default('Monthly'),
});

const issued = z.strictObject({
  currencyCode: z.string().length(3).default('PLN'),
  invoiceDate: date.optional(),
  lines: z.array(line).min(1),
});

/** A void note takes the whole invoice back, unless it says otherwise. */
const note = z.strictObject({
  documentType: z.enum(NOTES).default('adjustment_note'),
  invoiceDate: date.optional(),
  lines: z.array(line).min(1).optional(),
});

/** Contract 15.4: a payment shows after five business days; a lever may say sooner. */
const paid = z.strictObject({
  amount,
  showsAfterMs: z
    .int()
    .nonnegative()
    .default(7 * DAY_MS),
});

/** Levers over what Microsoft bills the partner: an invoice comes, a payment is on its way. */
export function invoiceControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/invoices',
      handle: (call) => {
        const { currencyCode, invoiceDate, lines } = issued.parse(readJson(call));
        const at = invoiceDate === undefined ? world.clock.now() : Date.parse(invoiceDate);
        const [start, end] = monthBefore(at);
        const charged = { chargeStartDate: iso(start), chargeEndDate: iso(end) };
        const invoice: Invoice = {
          id: numbered(world, 'G'),
          invoiceDate: at,
          periodStart: start,
          periodEnd: end,
          currencyCode,
          lines: lines.map((one) => ({ ...one, ...charged })),
          payments: [],
        };
        issue(world, invoice);
        return json(201, invoiceResource(world, invoice, world.clock.now()));
      },
    },
    {
      // Contract 18.11: adjustment notes with `amendsOf`.
      method: 'POST',
      pattern: '/control/invoices/{invoiceId}/notes',
      handle: (call, params) => {
        const amended = world.invoices.get(param(params, 'invoiceId'));
        if (amended === undefined) throw new ControlRefused(404, 'no such invoice');
        const { documentType, invoiceDate, lines } = note.parse(readJson(call));
        if (documentType === 'adjustment_note' && lines === undefined) throw new ControlRefused(400, 'it has no lines');
        const charged = { chargeStartDate: iso(amended.periodStart), chargeEndDate: iso(amended.periodEnd) };
        const made: Invoice = {
          ...amended,
          id: numbered(world, 'D'),
          invoiceDate: invoiceDate === undefined ? world.clock.now() : Date.parse(invoiceDate),
          documentType,
          amendsOf: amended.id,
          lines: lines?.map((one) => ({ ...one, ...charged })) ?? amended.lines,
          payments: [],
        };
        issue(world, made);
        return json(201, invoiceResource(world, made, world.clock.now()));
      },
    },
    {
      method: 'POST',
      pattern: '/control/invoices/{invoiceId}/payment',
      handle: (call, params) => {
        const known = world.invoices.get(param(params, 'invoiceId'));
        if (known === undefined) throw new ControlRefused(404, 'no such invoice');
        const { amount: sum, showsAfterMs } = paid.parse(readJson(call));
        const payment = { amount: sum, shownAt: world.clock.now() + showsAfterMs };
        const after = { ...known, payments: [...known.payments, payment] };
        world.invoices.put(after.id, '', after);
        return json(200, invoiceResource(world, after, world.clock.now()));
      },
    },
  ];
}

/** Contract 15.1: invoices begin with G; what begins with D is a note here (I). */
function numbered(world: World, letter: 'G' | 'D'): string {
  return `${letter}${String(24_135 + world.invoices.all().length).padStart(9, '0')}`;
}

/** Contract 15.4 and 18.11: out by the 8th, and announced. */
function issue(world: World, invoice: Invoice): void {
  world.db.transaction(() => {
    world.invoices.put(invoice.id, '', invoice);
    world.onEvent.deliver({
      name: 'invoice-ready',
      resourceName: 'invoice',
      resourceUri: `https://api.partnercenter.microsoft.com/v1/invoices/${invoice.id}`,
      at: invoice.invoiceDate,
    });
  });
}

/** The calendar month before the one of `at`: first and last instant. */
function monthBefore(at: number): [number, number] {
  const day = new Date(at);
  const end = Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), 1);
  return [Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1, 1), end - 1];
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
