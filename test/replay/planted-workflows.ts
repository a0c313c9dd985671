import { sleep } from '@temporalio/workflow';
import type { AccessGrantInput } from '../../contracts/access-grant-activities.ts';
import type { HygieneReviewInput } from '../../contracts/hygiene-review-activities.ts';
import type { LifecycleInput } from '../../contracts/lifecycle.ts';
import type { SecurityCaseInput } from '../../contracts/security-case-activities.ts';
import { accessGrant as realGrant } from '../../workflows/access-grant.ts';
import { customerLifecycle as real } from '../../workflows/customer-lifecycle.ts';
import { hygieneReview as realReview } from '../../workflows/hygiene-review.ts';
import { securityCase as realCase } from '../../workflows/security-case.ts';

export { tendBook } from '../../workflows/tend-book.ts';

/** The lifecycle with a planted non-determinism: a timer that no recorded history has. The gate must refuse it. */
export async function customerLifecycle(input: LifecycleInput): Promise<void> {
  await sleep(1_000);
  await real(input);
}

/** The same in a security case. */
export async function securityCase(input: SecurityCaseInput): Promise<void> {
  await sleep(1_000);
  await realCase(input);
}

/** The same in a grant of access. */
export async function accessGrant(input: AccessGrantInput): Promise<void> {
  await sleep(1_000);
  await realGrant(input);
}

/** The same in a review. */
export async function hygieneReview(input: HygieneReviewInput): Promise<void> {
  await sleep(1_000);
  await realReview(input);
}
