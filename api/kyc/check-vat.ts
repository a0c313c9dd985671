import { type VatAnswer, type VatNumber, VatRegisterError } from '../../adapters/vat-register/port.ts';
import { commitChange } from '../../db/commit-change.ts';
import { findProfile } from '../../db/profiles.ts';
import { findSeller } from '../../db/sellers.ts';
import { Refusal } from '../../domain/errors.ts';
import type { EvidenceOutcome } from '../../domain/facts/kyc-facts.ts';
import { likeness, nameTokens } from '../../domain/kyc/names.ts';
import { HIT_FROM } from '../../domain/kyc/screening.ts';
import { vatNumberOf } from '../../domain/kyc/vat-number.ts';
import type { ApiDeps } from '../deps.ts';
import { moneyRequestOf } from '../money/money-request.ts';
import type { Made } from '../outcome.ts';
import { customerBy } from '../resources/customer.ts';
import type { WriteContext } from '../write.ts';
import { recordEvidence } from './record-evidence.ts';

/**
 * Asks VIES about the customer's VAT number in its seller's name, and records the answer as evidence, with the register's
 * id for it and the answer itself.
 * @throws Refusal `no_vat_number`, `gateway_failed` while the register does not answer
 */
export async function checkVat(deps: ApiDeps, context: WriteContext): Promise<Made> {
  const { db, vatRegister } = deps;
  const customer = await customerBy(db, context.params['customer'] ?? '');
  context.about(customer.id);
  const profile = await findProfile(db, customer.id);
  const asked = vatNumberOf(profile?.taxId ?? '', customer.country);
  if (asked === null) throw new Refusal('no_vat_number', 'no VAT number of a member state is on record');
  const requester = await requesterOf(deps, customer.sellerId, customer.country);
  const answer = await vatRegister.check({ asked, requester }).catch((error: unknown): never => {
    if (!(error instanceof VatRegisterError)) throw error;
    if (error.kind === 'refused')
      throw new Refusal('no_vat_number', `the register refuses the question: ${error.code}`);
    throw new Refusal('gateway_failed', error.message);
  });
  const request = { ...moneyRequestOf(deps, context), customer: customer.id, because: 'evidence' };
  const { result, operationId } = await commitChange(db, request, (change) => {
    const { today } = change;
    const draft = {
      kind: 'vatRegister',
      // The register's day is wall time: a customer on a test clock may not have come so far.
      on: today < answer.on ? today : answer.on,
      outcome: outcomeOf(answer, profile?.name ?? null),
      registeredOn: null,
      source: 'VIES',
      reference: answer.requestId,
      note: null,
      document: { mediaType: 'application/json', bytes: answer.raw },
    } as const;
    return { shown: recordEvidence(change, draft, request.actor, request.wallNow), customerId: customer.id };
  });
  return { ...result, operationId };
}

/** Without a tax id of our own in a member state the question can be asked, and is not proven by an id. */
async function requesterOf({ db }: ApiDeps, sellerId: string, country: string): Promise<VatNumber | null> {
  const seller = await findSeller(db, sellerId);
  const own = seller?.taxId ?? null;
  return own === null ? null : vatNumberOf(own, seller?.addresses[0]?.country ?? country);
}

/** Valid for somebody of another name is nobody's proof: a person looks. A member state that tells no name says enough. */
function outcomeOf({ valid, name }: VatAnswer, ours: string | null): EvidenceOutcome {
  if (!valid) return 'failed';
  if (name === null || ours === null) return 'passed';
  return likeness(nameTokens(name), nameTokens(ours)) >= HIT_FROM ? 'passed' : 'unclear';
}
