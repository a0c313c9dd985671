import type { NewPartnerCustomer } from '../../adapters/partner-center/port.ts';
import type { NewMicrosoftTenant } from '../../contracts/microsoft-tenants.ts';
import type { CustomerHead } from '../../db/customers.ts';
import type { Db } from '../../db/database.ts';
import { currentContacts, findProfile } from '../../db/profiles.ts';
import { Refusal } from '../../domain/errors.ts';

const missing = (pointer: string, what: string): Refusal =>
  new Refusal('conflict', `${what} is neither given nor on record`, [{ pointer, message: 'is needed' }]);

/**
 * A new tenant as Microsoft wants it (contract §3), completed from the customer's record.
 * @throws Refusal `conflict` where name, e-mail or address are known to nobody
 */
export async function newTenant(
  db: Db,
  customer: CustomerHead,
  given: NewMicrosoftTenant,
): Promise<NewPartnerCustomer> {
  const profile = await findProfile(db, customer.id);
  const contacts = await currentContacts(db, customer.id);
  const companyName = given.companyName ?? profile?.name;
  if (companyName == null) throw missing('/create/companyName', 'the company’s name');
  const billing = contacts.find(({ role }) => role === 'billing') ?? contacts[0];
  const email = given.email ?? billing?.email;
  if (email == null) throw missing('/create/email', 'an e-mail address');
  const address = given.address ?? addressOnRecord(profile?.addresses ?? []);
  if (address === undefined) throw missing('/create/address', 'an address');
  const { contact, domainPrefix } = given;
  const number = given.organizationRegistrationNumber ?? numberOnRecord(address.country, profile?.taxId ?? null);
  const [language = 'en'] = customer.locale.split('-');
  return {
    domain: `${domainPrefix}.onmicrosoft.com`,
    companyName,
    ...(number === null ? {} : { organizationRegistrationNumber: number }),
    email,
    culture: customer.locale.includes('-') ? customer.locale : `${language}-${address.country}`,
    language,
    address: {
      country: address.country,
      city: address.city,
      addressLine1: address.line1,
      ...(address.line2 === undefined ? {} : { addressLine2: address.line2 }),
      postalCode: address.postalCode,
      ...(address.state === undefined ? {} : { state: address.state }),
      firstName: contact.firstName,
      lastName: contact.lastName,
      ...(contact.phoneNumber === undefined ? {} : { phoneNumber: contact.phoneNumber }),
    },
  };
}

function addressOnRecord(
  addresses: readonly {
    readonly kind: string;
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly city: string;
    readonly country: string;
  }[],
): NonNullable<NewMicrosoftTenant['address']> | undefined {
  const found = addresses.find(({ kind }) => kind === 'registered') ?? addresses[0];
  const [line1, ...more] = found?.lines ?? [];
  if (found === undefined || line1 === undefined) return undefined;
  const { city, postalCode, country } = found;
  return { line1, ...(more.length > 0 && { line2: more.join(', ') }), city, postalCode, country };
}

/** Microsoft asks for a number in some countries and refuses one in others; the Polish one is the tax number without its prefix. */
function numberOnRecord(country: string, taxId: string | null): string | null {
  const digits = taxId?.replace(/\D/g, '') ?? '';
  return country === 'PL' && digits.length === 10 ? digits : null;
}
