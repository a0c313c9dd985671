import { refusalOf } from '../problem.ts';

/** What became of an event: `known` when it, or the same thing under another name, was handled before. */
export type Handled = 'applied' | 'known' | 'ignored';

/** The delivery was taken before; the transaction is given up. */
export class KnownDelivery extends Error {
  override readonly name = 'KnownDelivery';
}

/**
 * Events come twice, and the same payment under two events. Whichever commits first counts; for the other the answer is
 * that all is well, or the sender would go on sending.
 */
export async function onceOnly(work: () => Promise<Handled>): Promise<Handled> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KnownDelivery || refusalOf(error)?.code === 'conflict') return 'known';
    throw error;
  }
}
