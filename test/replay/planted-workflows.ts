import { sleep } from '@temporalio/workflow';
import type { LifecycleInput } from '../../contracts/lifecycle.ts';
import { customerLifecycle as real } from '../../workflows/customer-lifecycle.ts';

export { tendBook } from '../../workflows/tend-book.ts';

/** The lifecycle with a planted non-determinism: a timer that no recorded history has. The gate must refuse it. */
export async function customerLifecycle(input: LifecycleInput): Promise<void> {
  await sleep(1_000);
  await real(input);
}
