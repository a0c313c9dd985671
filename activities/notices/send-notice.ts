import { type Mailer, MailError } from '../../adapters/mail/port.ts';
import type { EffectOutcome } from '../../domain/outcomes.ts';
import type { FrozenNotice } from '../../db/frozen-notices.ts';

/**
 * Sends the frozen bytes. A refusal for good is an outcome; a relay that is away for now, or whose answer was lost, is
 * an error, so that Temporal tries the very same bytes again: a second copy may exist, never a second notice (rule 5).
 */
export async function sendNotice(
  mailer: Mailer,
  from: string,
  frozen: Pick<FrozenNotice, 'to' | 'raw'> | null,
): Promise<Extract<EffectOutcome, { kind: 'accepted' | 'undeliverable' }>> {
  if (frozen === null) return { kind: 'undeliverable', because: 'noContact' };
  try {
    const receipt = await mailer.send({ envelope: { from, to: [frozen.to] }, raw: frozen.raw });
    return receipt.accepted ? { kind: 'accepted' } : { kind: 'undeliverable', because: 'failed' };
  } catch (error) {
    if (error instanceof MailError && error.kind === 'rejected') return { kind: 'undeliverable', because: 'failed' };
    throw error;
  }
}
