import type { z } from 'zod';
import {
  caseAnswer,
  casePlan,
  casePlanWaiver,
  caseServiceRequest,
  caseStepDone,
  missingAlertQuery,
  missingAlertReport,
} from '../../contracts/security-cases.ts';
import { Refusal } from '../../domain/errors.ts';
import { caseWrite } from '../security/case-write.ts';
import { finishStep, planCure } from '../security/cure-plan.ts';
import { missingAlertOf } from '../security/missing-alert.ts';
import { read } from '../read.ts';
import type { Route } from '../route.ts';

const tag = 'security cases';
const path = '/v1/security-cases/:case';

/** What cases about rules and terms have beyond the others (practices 11, 31), and Microsoft's support (contract §12.3). */
export const caseCureRoutes: readonly Route[] = [
  caseWrite<z.output<typeof casePlan>>({
    id: 'planCure',
    path: `${path}/cure-plan`,
    tag,
    summary: 'Plan how a breach is cured; each step has a clock, and the customer is told',
    idempotencyKey: 'required',
    body: casePlan,
    draft: planCure,
  }),
  caseWrite<z.output<typeof casePlanWaiver>>({
    id: 'waiveCure',
    path: `${path}/cure-plan/waiver`,
    tag,
    summary: 'Say by name that what is open of the plan need not be done, or that none is needed',
    idempotencyKey: 'optional',
    body: casePlanWaiver,
    draft: () => ({ kind: 'case.cureWaived', body: {} }),
  }),
  caseWrite<z.output<typeof caseStepDone>>({
    id: 'finishCureStep',
    path: `${path}/cure-steps/:step/done`,
    tag,
    summary: 'Say that a step is done, with the evidence',
    idempotencyKey: 'optional',
    body: caseStepDone,
    draft: finishStep,
  }),
  caseWrite<z.output<typeof caseAnswer>>({
    id: 'recordCaseAnswer',
    path: `${path}/answer`,
    tag,
    summary: 'Say that the notice was answered where it came from, and how',
    idempotencyKey: 'optional',
    body: caseAnswer,
    draft({ loaded: { known } }) {
      if (known.verdict === null) throw new Refusal('wrong_phase', 'an answer follows a verdict');
      if (known.alerts.length > 0)
        throw new Refusal('conflict', 'the case has alerts: it is answered by its verdict, and read back');
      return { kind: 'case.answerRecorded', body: {} };
    },
  }),
  caseWrite<z.output<typeof caseServiceRequest>>({
    id: 'linkServiceRequest',
    path: `${path}/service-request`,
    tag,
    summary: 'Link a request at Microsoft’s support; its state is read there',
    idempotencyKey: 'optional',
    body: caseServiceRequest,
    draft({ change, loaded: { id, known } }, { number }) {
      if (known.serviceRequests.some((one) => one.number === number))
        throw new Refusal('conflict', `${number} is linked already`);
      change.write((trx) =>
        trx
          .insertInto('security_case_service_request')
          .values({ case_id: id, number, status: null, read_at: null })
          .compile(),
      );
      return { kind: 'case.serviceRequestLinked', body: { number } };
    },
  }),
  read({
    id: 'getMissingAlertReport',
    path: `${path}/missing-alert-report`,
    tag,
    summary: 'What Microsoft’s support is told about an alert that never came',
    query: missingAlertQuery,
    answer: missingAlertReport,
    load: ({ db, partnerTenantId }, { params, query }) =>
      missingAlertOf(db, partnerTenantId, params['case'] ?? '', query),
  }),
];
