import { type Client, ScheduleOverlapPolicy } from '@temporalio/client';
import type { Logger } from 'pino';
import { type Round, scheduleOfRound } from '../contracts/round-activities.ts';
import { Refusal } from '../domain/errors.ts';

const WITHIN_MS = 5_000;

/** Starts a round on its schedule. One that runs now is followed by another: it may have read before the event. */
export function hurryRounds(client: Client, logger: Logger): (round: Round) => Promise<void> {
  return async (round) => {
    try {
      await client.withDeadline(Date.now() + WITHIN_MS, () =>
        client.schedule.getHandle(scheduleOfRound(round)).trigger(ScheduleOverlapPolicy.BUFFER_ONE),
      );
    } catch (error) {
      logger.warn({ err: error, round }, 'a round could not be started ahead of its time');
      throw new Refusal('unavailable', 'Temporal cannot be reached');
    }
  };
}
