import { withFacts } from '../../domain/account/fold.ts';
import { decide } from '../../domain/decide.ts';
import { issueInvoice } from '../../domain/ledger/issue-invoice.ts';
import { receivePayment } from '../../domain/ledger/receive-payment.ts';
import { outcomeFacts } from '../../domain/outcomes.ts';

/** The parts of the kernel that a life is lived with. Tests that plant a bug replace one of them. */
export interface Kernel {
  readonly decide: typeof decide;
  readonly outcomeFacts: typeof outcomeFacts;
  readonly withFacts: typeof withFacts;
  readonly issueInvoice: typeof issueInvoice;
  readonly receivePayment: typeof receivePayment;
}

export const KERNEL: Kernel = Object.freeze({ decide, outcomeFacts, withFacts, issueInvoice, receivePayment });
