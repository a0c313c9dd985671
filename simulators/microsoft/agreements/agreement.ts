import type { Customer } from '../customers/customer.ts';
import type { World } from '../world.ts';

/** Contract 4: the two templates seen. Ids are read by clients, not known to them beforehand. */
export const TEMPLATES = [
  {
    templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
    agreementType: 'MicrosoftCustomerAgreement',
    agreementLink: 'https://aka.ms/customeragreement',
    versionRank: 0,
  },
  {
    templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
    agreementType: 'MicrosoftCloudAgreement',
    agreementLink: 'https://aka.ms/cloudagreement',
    versionRank: 0,
  },
] as const;

export const CUSTOMER_AGREEMENT = 'MicrosoftCustomerAgreement';
/** Contract 4: what a list shows when no type is asked for. */
export const OLD_AGREEMENT = 'MicrosoftCloudAgreement';

/** An attestation that the partner has given for a customer. */
export interface Agreement {
  readonly tenantId: string;
  readonly type: string;
  readonly templateId: string;
  readonly dateAgreed: string;
  readonly primaryContact: {
    readonly firstName: string;
    readonly lastName: string;
    readonly email: string;
    readonly phoneNumber?: string | null | undefined;
  };
}

/** Contract 4: whether the customer may be sold to: attested by the partner, or signed by the customer itself. */
export function hasAgreed(world: World, customer: Customer): boolean {
  return (
    signedDirectly(customer) ||
    world.agreements.ownedBy(customer.tenantId).some(({ type }) => type === CUSTOMER_AGREEMENT)
  );
}

/** A tenant that was not created here is taken to have signed for itself; one that was has not, until a lever says so. */
export function signedDirectly(customer: Customer): boolean {
  return customer.signedDirectly ?? true;
}
