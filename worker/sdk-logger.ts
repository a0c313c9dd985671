import { DefaultLogger, type Logger } from '@temporalio/worker';
import type { Logger as Pino } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Temporal's log lines in our one structured log; an error keeps its name, message and stack. */
export function sdkLogger(log: Pino): Logger {
  return new DefaultLogger('INFO', ({ level, message, meta }) => {
    const { error, taskToken: _token, ...rest } = { ...meta };
    log[LEVELS[level]]({ ...rest, ...(error === undefined ? {} : { err: error }) }, message);
  });
}
