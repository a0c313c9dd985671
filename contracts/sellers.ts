import { z } from 'zod';
import { address, knownAddress } from './customers.ts';
import { page, paging } from './lists.ts';
import { id, instant, key, line, timeZone } from './values.ts';
import { currency } from './wire-money.ts';

export const bankAccount = z
  .strictObject({
    iban: z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/, { error: 'must be an IBAN without spaces' }),
    bic: z
      .string()
      .regex(/^[A-Z0-9]{8}(?:[A-Z0-9]{3})?$/, { error: 'must be a BIC' })
      .nullish(),
    currency,
  })
  .meta({ id: 'BankAccount' });

export const numberSeries = z.strictObject({ invoice: line(60), creditNote: line(60) }).partial();

const fields = {
  name: line(200),
  taxId: line(40).nullish(),
  addresses: z.array(address).max(5).optional(),
  bankAccounts: z.array(bankAccount).max(20).optional(),
  numberSeries: numberSeries
    .optional()
    .meta({ description: 'Patterns of document numbers, for people; not interpreted.' }),
  timeZone: timeZone.meta({ description: 'Time zone of accounting days.' }),
};

/** Who sells and is paid: invoice numbers are unique per seller. */
export const newSeller = z.strictObject({ key, ...fields }).meta({ id: 'NewSeller' });

export type NewSeller = z.output<typeof newSeller>;

export const sellerChange = z
  .strictObject(fields)
  .partial()
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' })
  .meta({ id: 'SellerChange' });

export type SellerChange = z.output<typeof sellerChange>;

export const seller = z
  .strictObject({
    id: id('sel'),
    key: z.string(),
    name: z.string(),
    taxId: z.string().nullable(),
    addresses: z.array(knownAddress),
    bankAccounts: z.array(bankAccount),
    numberSeries,
    timeZone: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Seller' });

export type SellerView = z.output<typeof seller>;

export const sellerQuery = z.strictObject({ ...paging });

export const sellerPage = page(seller);
