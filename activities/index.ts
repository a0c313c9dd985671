import { Context } from '@temporalio/activity';
import type { HygieneReviewActivities } from '../contracts/hygiene-review-activities.ts';
import type { AccessGrantActivities } from '../contracts/access-grant-activities.ts';
import type { LifeActivities } from '../contracts/life-activities.ts';
import type { RoundActivities } from '../contracts/round-activities.ts';
import type { SecurityCaseActivities } from '../contracts/security-case-activities.ts';
import { assessGrant } from './access/assess-grant.ts';
import { carryOutGrant } from './access/carry-out-grant.ts';
import type { ActivityDeps } from './deps.ts';
import { withHeartbeat } from './heartbeat.ts';
import { assessReview } from './hygiene/assess-review.ts';
import { carryOutReview } from './hygiene/carry-out-review.ts';
import { assess } from './life/assess.ts';
import { carryOut } from './life/carry-out.ts';
import { assessCase } from './security/assess-case.ts';
import { carryOutCase } from './security/carry-out-case.ts';
import { createRounds } from './rounds/create-rounds.ts';

export type Activities = LifeActivities &
  SecurityCaseActivities &
  AccessGrantActivities &
  HygieneReviewActivities &
  RoundActivities;

/** Every activity, over its dependencies. */
export function createActivities(deps: ActivityDeps): Activities {
  return {
    assess: (input) => assess(deps, input),
    carryOut: (input) => withHeartbeat(() => carryOut(deps, input, Context.current().info.attempt)),
    assessCase: (input) => assessCase(deps, input),
    carryOutCase: (input) => withHeartbeat(() => carryOutCase(deps, input)),
    assessReview: (input) => assessReview(deps, input),
    carryOutReview: (input) => withHeartbeat(() => carryOutReview(deps, input)),
    assessGrant: (input) => assessGrant(deps, input),
    carryOutGrant: (input) => withHeartbeat(() => carryOutGrant(deps, input)),
    ...createRounds(deps),
  };
}
