import type { World } from '../world.ts';

/** The roles that the contract asks for (7.1, 9), of those that Partner Center and the partner's own directory give. */
export const PARTNER_ROLES = ['globalAdministrator', 'adminAgent'] as const;
export type PartnerRole = (typeof PARTNER_ROLES)[number];

/** The partner's own account at Microsoft, as levers set it. */
export interface PartnerAccount {
  /** Of the person who signed in, and of the application when it calls by itself. A token carries those of the moment it is issued. */
  readonly roles: { readonly person: readonly PartnerRole[]; readonly application: readonly PartnerRole[] };
  /** Contract 1.4: a Conditional Access policy blocks calls in a person's name. */
  readonly blockedByPolicy: boolean;
  /** Whether Microsoft's agreement with the partner is signed, and the program it sells in is active. */
  readonly agreementSigned: boolean;
  readonly programActive: boolean;
  /** The same of the indirect resellers for whom it sells. */
  readonly resellerAgreementSigned: boolean;
  readonly resellerProgramActive: boolean;
  /** Microsoft's credit line to the partner: enough for every purchase, not for the next one, used up. */
  readonly creditLine: (typeof CREDIT_LINES)[number];
}

export const CREDIT_LINES = ['enough', 'short', 'usedUp'] as const;

/** All is in order until a lever says otherwise. */
const IN_ORDER: PartnerAccount = {
  roles: { person: PARTNER_ROLES, application: PARTNER_ROLES },
  blockedByPolicy: false,
  agreementSigned: true,
  programActive: true,
  resellerAgreementSigned: true,
  resellerProgramActive: true,
  creditLine: 'enough',
};

const KEY = 'partner';

export function partnerOf(world: World): PartnerAccount {
  return { ...IN_ORDER, ...world.partner.get(KEY) };
}

export function putPartner(world: World, account: PartnerAccount): void {
  world.partner.put(KEY, '', account);
}
