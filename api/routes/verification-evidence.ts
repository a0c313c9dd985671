import { evidencePage, newEvidence, vatCheck } from '../../contracts/kyc.ts';
import { listEvidence } from '../../db/evidence.ts';
import { auditSight } from '../access-audit.ts';
import { customerWrite } from '../customer-write.ts';
import { checkVat } from '../kyc/check-vat.ts';
import { evidenceGiven, recordEvidence } from '../kyc/record-evidence.ts';
import { read, readResource } from '../read.ts';
import { customerBy, customerResource } from '../resources/customer.ts';
import { evidenceResource, evidenceView } from '../resources/evidence.ts';
import type { Route } from '../route.ts';
import { write } from '../write.ts';

const tag = 'know your customer';
const path = '/v1/customers/:customer/verification-evidence';

export const verificationEvidenceRoutes: readonly Route[] = [
  read({
    id: 'listEvidence',
    path,
    tag,
    summary: 'What shows who the customer is, the oldest first; the latest of each kind counts',
    answer: evidencePage,
    async load(deps, { params, actor }) {
      const { id } = await customerBy(deps.db, params['customer'] ?? '');
      const items = (await listEvidence(deps.db, id)).map(evidenceView);
      await auditSight(deps, actor, id);
      return { items, nextCursor: null };
    },
  }),
  readResource({
    id: 'getEvidence',
    path: '/v1/verification-evidence/:evidence',
    tag,
    summary: 'A piece of evidence with its document',
    resource: evidenceResource,
  }),
  customerWrite({
    id: 'recordEvidence',
    method: 'POST',
    path,
    tag,
    summary: 'Record what shows who the customer is, with its day, source, reference, outcome and document',
    status: 201,
    idempotencyKey: 'optional',
    body: newEvidence,
    because: 'evidence',
    on: customerResource,
    shows: evidenceResource,
    async change(change, { actor }, body, { now }) {
      return recordEvidence(change, await evidenceGiven(change, body), actor.name, now());
    },
  }),
  write({
    id: 'checkVatRegister',
    method: 'POST',
    path: `${path}/vat-check`,
    tag,
    summary: "Ask VIES about the customer's VAT number; the answer is recorded as evidence with its request id",
    status: 201,
    idempotencyKey: 'optional',
    body: vatCheck,
    shows: evidenceResource,
    commit: checkVat,
  }),
];
