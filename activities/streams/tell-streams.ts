import { type Client, WorkflowIdReusePolicy } from '@temporalio/client';
import type { Logger } from 'pino';
import {
  ACCESS_GRANT_TYPE,
  type AccessGrantInput,
  accessGrantWorkflowId,
  GRANT_CHANGED_SIGNAL,
} from '../../contracts/access-grant-activities.ts';
import {
  HYGIENE_REVIEW_TYPE,
  type HygieneReviewInput,
  hygieneReviewWorkflowId,
  REVIEW_CHANGED_SIGNAL,
} from '../../contracts/hygiene-review-activities.ts';
import {
  CASE_CHANGED_SIGNAL,
  SECURITY_CASE_TYPE,
  type SecurityCaseInput,
  securityCaseWorkflowId,
} from '../../contracts/security-case-activities.ts';
import type { Db } from '../../db/database.ts';
import {
  letSleep,
  markStreamDelivered,
  oversleptOf,
  type Stream,
  STREAMS,
  type StreamToTell,
} from '../../db/stream-delivery.ts';
import type { Instant } from '../../domain/calendar/day.ts';
import { tellEach } from '../tell-each.ts';
import { MISSED_AFTER_MS } from './note-assessed.ts';

interface StreamWorkflow {
  readonly type: string;
  readonly signal: string;
  readonly workflowId: (id: string) => string;
  readonly input: (of: StreamToTell) => object;
}

/** The workflow that keeps the time of a stream. */
const WORKFLOWS: Readonly<Record<Stream, StreamWorkflow>> = {
  security_case: {
    type: SECURITY_CASE_TYPE,
    signal: CASE_CHANGED_SIGNAL,
    workflowId: securityCaseWorkflowId,
    input: ({ id, customerId }): SecurityCaseInput => ({ caseId: id, customerId }),
  },
  access_grant: {
    type: ACCESS_GRANT_TYPE,
    signal: GRANT_CHANGED_SIGNAL,
    workflowId: accessGrantWorkflowId,
    input: ({ id, customerId }): AccessGrantInput => ({ grantId: id, customerId }),
  },
  hygiene_review: {
    type: HYGIENE_REVIEW_TYPE,
    signal: REVIEW_CHANGED_SIGNAL,
    workflowId: hygieneReviewWorkflowId,
    input: ({ id, customerId }): HygieneReviewInput => ({ reviewId: id, customerId }),
  },
};

interface TellDeps {
  readonly db: Db;
  readonly client: Client;
  readonly taskQueue: string;
  readonly log: Logger;
}

/**
 * Tells streams to look again, and starts those that do not run: after a wiped server each goes on where it was.
 * @returns those that were told
 */
export async function tellStreams(
  { db, client, taskQueue, log }: TellDeps,
  stream: Stream,
  ones: readonly StreamToTell[],
): Promise<readonly StreamToTell[]> {
  const { type, signal, workflowId, input } = WORKFLOWS[stream];
  return await tellEach(log, ones, 1, async (one) => {
    await client.workflow.signalWithStart(type, {
      workflowId: workflowId(one.id),
      taskQueue,
      args: [input(one)],
      signal,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    });
    await markStreamDelivered(db, stream, one);
  });
}

/**
 * Tells the streams of every kind that slept past their own deadline: they have lost their run. One that has not, and is at
 * something that cannot be done yet, does not hear it again each minute: a history takes only so many signals.
 */
export async function wakeOverslept(deps: TellDeps, before: Instant): Promise<void> {
  for (const stream of STREAMS) {
    const told = await tellStreams(deps, stream, await oversleptOf(deps.db, stream, before));
    await letSleep(
      deps.db,
      stream,
      told.map(({ id }) => id),
      { before, forMs: MISSED_AFTER_MS },
    );
  }
}
