import type { z } from 'zod';
import { creditRequest, firstUsage } from '../../contracts/credit-requests.ts';
import { drill, drillStart, drillStepClosure } from '../../contracts/drill.ts';
import { Refusal } from '../../domain/errors.ts';
import { read } from '../read.ts';
import { drillView } from '../resources/drill.ts';
import type { Route } from '../route.ts';
import { caseWrite } from '../security/case-write.ts';
import { recordCreditRequest, recordFirstUsage } from '../security/credit-request.ts';

const tag = 'security cases';

/** What follows a compromise: the drill (practice 47) and Microsoft's credit (practice 37). */
export const compromiseRoutes: readonly Route[] = [
  read({
    id: 'getDrill',
    path: '/v1/security-cases/:case/drill',
    tag,
    summary: 'The steps after a compromise, and what became of each',
    answer: drill,
    load: ({ db }, { params }) => drillView(db, params['case'] ?? ''),
  }),
  caseWrite<z.output<typeof drillStart>>({
    id: 'startDrill',
    path: '/v1/security-cases/:case/drill',
    tag,
    summary: 'Start the steps after a compromise; a verdict of fraud by compromise starts them by itself',
    idempotencyKey: 'optional',
    body: drillStart,
    draft({ loaded }) {
      if (loaded.known.drill !== null) throw new Refusal('conflict', 'the drill was started already');
      return { kind: 'case.drillStarted', body: {} };
    },
  }),
  caseWrite<z.output<typeof drillStepClosure>>({
    id: 'closeDrillSteps',
    path: '/v1/security-cases/:case/drill/steps',
    tag,
    summary: 'Say what was done, with its evidence, or that a step is left out, by name',
    idempotencyKey: 'optional',
    body: drillStepClosure,
    noteKinds: ({ steps }) => steps.map((step) => `drill.${step}`),
    draft({ loaded }, { steps, outcome }) {
      if (loaded.known.drill === null) throw new Refusal('conflict', 'no drill was started');
      return { kind: 'case.drillStepsClosed', body: { steps: [...new Set(steps)], outcome } };
    },
  }),
  caseWrite<z.output<typeof firstUsage>>({
    id: 'recordFirstUsage',
    path: '/v1/security-cases/:case/first-usage',
    tag,
    summary: 'The first day of fraudulent usage: starts the 60 days in which Microsoft may be asked for credit',
    idempotencyKey: 'optional',
    body: firstUsage,
    whileClosed: true,
    draft: recordFirstUsage,
  }),
  caseWrite<z.output<typeof creditRequest>>({
    id: 'recordCreditRequest',
    path: '/v1/security-cases/:case/credit-request',
    tag,
    summary: 'Record the ticket of the one credit request that a tenant has',
    idempotencyKey: 'required',
    body: creditRequest,
    whileClosed: true,
    draft: recordCreditRequest,
  }),
];
