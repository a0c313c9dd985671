import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '../../db/database.ts';
import { registerCustomer } from '../../db/register-customer.ts';
import { dayAt } from '../../domain/calendar/day.ts';
import { newId } from '../../domain/ids.ts';
import { timedEach } from '../measures/timing.ts';
import { control } from './control.ts';

/** A customer of the book, as both sides know it. */
export interface BookCustomer {
  readonly id: string;
  readonly tenant: string;
  /** Whether it uses Azure; the others have licences only. */
  readonly usesAzure: boolean;
}

const AT_ONCE = 16;
const CHUNK = 500;
/** Of ten customers so many use Azure, and of a hundred so many were touched by the partner's staff that day. */
const AZURE_OF_TEN = 3;
const TOUCHED_OF_HUNDRED = 5;

/** Moves customers in, in PostgreSQL and at Microsoft. Nothing is left for their lives to do: they have been assessed. */
export async function moveBookIn(
  { db, microsoftUrl }: { readonly db: Db; readonly microsoftUrl: string },
  count: number,
  say: (line: string) => void,
): Promise<readonly BookCustomer[]> {
  const seller = await db.selectFrom('seller').select('id').where('key', '=', 'default').executeTakeFirstOrThrow();
  const book = [...Array(count).keys()].map((index) => ({
    id: makeId('cus'),
    tenant: randomUUID(),
    usesAzure: index % 10 < AZURE_OF_TEN,
  }));
  let done = 0;
  await timedEach(book, AT_ONCE, async (customer) => {
    await register(db, seller.id, customer);
    done += 1;
    if (done % 2_000 === 0) say(`${done} of ${count} customers moved in`);
  });
  for (let from = 0; from < count; from += CHUNK) {
    const tenants = book.slice(from, from + CHUNK).map(({ tenant, usesAzure }, index) => ({
      tenantId: tenant,
      azureCost: usesAzure ? costOf(from + index) : null,
      touched: (from + index) % 100 < TOUCHED_OF_HUNDRED,
    }));
    await control(microsoftUrl, 'POST', '/book', { tenants });
  }
  return book;
}

/** Some zlotys, different for each: decimal text. */
function costOf(index: number): string {
  return `${20 + (index % 180)}.${String(index % 100).padStart(2, '0')}`;
}

async function register(db: Db, sellerId: string, { id, tenant }: BookCustomer): Promise<void> {
  const wallNow = Date.now();
  const effectiveOn = dayAt(wallNow, 'Europe/Warsaw');
  const { factVersion } = await registerCustomer(
    db,
    { actor: 'bench', wallNow, newId: makeId, because: 'registered' },
    {
      id,
      sellerId,
      resellerId: null,
      clock: { mode: 'live', offsetMs: 0, shiftMs: 0 },
      facts: [
        { kind: 'customer.registered', effectiveOn, body: { externalId: id, tenant, ...TRAITS } },
        { kind: 'policy.assigned', effectiveOn, body: { key: 'standard', version: 1, openCases: null } },
      ],
    },
    () => undefined,
  );
  // Long since assessed: whatever turn follows is one that a round has caused.
  const standing = { delivered_version: factVersion, assessed_version: factVersion, phase: 'active' } as const;
  await db.updateTable('customer').set(standing).where('id', '=', id).execute();
}

const TRAITS = {
  country: 'PL',
  timeZone: 'Europe/Warsaw',
  currency: 'PLN',
  locale: 'pl',
  legalStatus: 'company',
  terms: null,
  onboarding: 'existing',
  policy: 'standard',
  creditLimit: null,
  contactRevision: 0,
} as const;

function makeId(prefix: Parameters<typeof newId>[0]): string {
  return newId(prefix, { now: Date.now(), random: randomBytes(10) });
}
