import type { NewImport } from '../../contracts/imports.ts';
import type { BookFormat, RowDefaults } from '../../domain/book/book-format.ts';
import { BOOK_PRESETS, type BookPreset } from '../../domain/book/presets.ts';
import type { BookRow } from '../../domain/book/read-row.ts';
import type { NewCustomer } from '../../contracts/customers.ts';

/** How a file is read, and what its new customers are besides what their rows say. */
export interface ImportPlan {
  readonly format: BookFormat;
  readonly rowDefaults: RowDefaults;
  /** The customer of a row, as the API would be asked to register it; `contacts` may be empty. */
  readonly customerOf: (row: BookRow) => NewCustomer;
}

const NOTHING: BookPreset = {
  format: { columns: {}, delimiter: ',', days: 'year-month-day', decimalMark: '.' },
  defaults: {},
};
const POLICY = 'standard';
/** Where nobody says otherwise: the days of a book are days somewhere. */
const TIME_ZONE = 'Europe/Warsaw';

/** What was asked for over what the preset says over what holds anyway. */
export function importPlan(asked: NewImport): ImportPlan {
  const preset: BookPreset = asked.preset === undefined ? NOTHING : BOOK_PRESETS[asked.preset];
  const given = asked.defaults ?? {};
  const format: BookFormat = {
    columns: withoutUndefined(asked.mapping ?? preset.format.columns),
    delimiter: asked.format?.delimiter ?? preset.format.delimiter,
    days: asked.format?.days ?? preset.format.days,
    decimalMark: asked.format?.decimalMark ?? preset.format.decimalMark,
  };
  const country = given.country ?? preset.defaults.country;
  const currency = given.currency ?? preset.defaults.currency;
  const legalStatus = given.legalStatus ?? preset.defaults.legalStatus;
  const terms = given.terms ?? preset.defaults.terms;
  return {
    format,
    rowDefaults: { ...(country === undefined ? {} : { country }), ...(currency === undefined ? {} : { currency }) },
    customerOf: (row) => ({
      externalId: row.customer,
      name: row.name,
      country: row.country,
      timeZone: given.timeZone ?? preset.defaults.timeZone ?? TIME_ZONE,
      currency: row.amount.currency,
      seller: asked.seller,
      ...(legalStatus === undefined ? {} : { legalStatus }),
      ...(row.taxId === null ? {} : { taxId: row.taxId }),
      ...(terms === undefined ? {} : { terms }),
      contacts:
        row.email === null ? (given.contacts ?? []) : [{ role: 'billing' as const, name: row.name, email: row.email }],
      onboarding: asked.onboarding,
      policy: given.policy ?? preset.defaults.policy ?? POLICY,
      clock: asked.clock,
      ...(asked.startAt === undefined ? {} : { startAt: asked.startAt }),
    }),
  };
}

function withoutUndefined<K extends string, V>(
  record: Readonly<Partial<Record<K, V | undefined>>>,
): Partial<Record<K, V>> {
  const given = Object.entries(record).filter((entry): entry is [K, V] => entry[1] !== undefined);
  return Object.fromEntries(given) as Partial<Record<K, V>>;
}
