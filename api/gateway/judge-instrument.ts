import type { PaymentMethodView } from '../../adapters/gateway/port.ts';
import type { FactBodies } from '../../domain/facts/fact.ts';

export type InstrumentState = FactBodies['instrument.recorded']['state'];
type Recorded = Pick<FactBodies['instrument.recorded'], 'funding' | 'state'>;

/**
 * Whether an instrument may be charged (practices 14 and 26), by the processor's word and not by what the payer typed.
 * Prepaid cards are refused: what is on them cannot be known. What is not known, or cannot be charged while nobody is
 * there (BLIK, a transfer), is looked at by a person.
 */
export function judgeInstrument({ kind, funding }: PaymentMethodView): Recorded {
  switch (funding) {
    case null:
      return { funding: 'notACard', state: kind === 'sepaDebit' ? 'accepted' : 'review' };
    case 'prepaid':
      return { funding, state: 'refused' };
    case 'unknown':
      return { funding, state: 'review' };
    default:
      return { funding, state: 'accepted' };
  }
}
