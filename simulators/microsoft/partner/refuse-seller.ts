import { PartnerFault } from '../partner-fault.ts';
import type { World } from '../world.ts';
import { partnerOf } from './account.ts';

export interface Sale {
  /** Over which door it comes: the codes differ. */
  readonly by: 'order' | 'checkout';
  /** For an indirect reseller, who has a standing of its own. */
  readonly forReseller: boolean;
}

/**
 * Contract 17: a partner who may sell nothing now. The credit line has three codes: which door answers with which is not published;
 * an order with 403/800023, a checkout with 400/800025, one that is used up with 403/900121 (I).
 *
 * @throws PartnerFault 900124, 900149 for the partner itself, 900123, 800039 for its reseller, 800023, 800025, 900121 for its credit
 */
export function refuseSeller(world: World, { by, forReseller }: Sale): void {
  const partner = partnerOf(world);
  if (!partner.agreementSigned) throw new PartnerFault('900124');
  if (!partner.programActive) throw new PartnerFault('900149');
  if (forReseller && !partner.resellerAgreementSigned) throw new PartnerFault('900123');
  if (forReseller && !partner.resellerProgramActive) throw new PartnerFault('800039');
  if (partner.creditLine === 'short') throw new PartnerFault(by === 'order' ? '800023' : '800025');
  if (partner.creditLine === 'usedUp') throw new PartnerFault('900121');
}
