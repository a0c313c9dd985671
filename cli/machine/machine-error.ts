/**
 * Something about this machine or its installation that a person has to put right. The launcher prints `message` and
 * `advice` without a stack: the reader is at a prompt, not in a debugger.
 */
export class MachineError extends Error {
  override readonly name = 'MachineError';
  /** Stable word for tests and scripts, for example `disk_full`. */
  readonly code: MachineErrorCode;
  /** What the reader should do, one line each. */
  readonly advice: readonly string[];

  constructor(code: MachineErrorCode, message: string, advice: readonly string[] = []) {
    super(message);
    this.code = code;
    this.advice = advice;
  }
}

/** The closed list of reasons for which an installation does not start. */
export type MachineErrorCode =
  | 'already_running'
  | 'binary_not_found'
  | 'binary_missing_for_platform'
  | 'child_failed'
  | 'command_failed'
  | 'damaged_file'
  | 'disk_full'
  | 'not_confirmed'
  | 'not_ready'
  | 'port_in_use'
  | 'postgres_refuses_user'
  | 'wrong_owner'
  | 'wrong_postgres_version';

/** The text a person sees: what is wrong, then what to do. */
export function describeMachineError(error: MachineError): string {
  return [error.message, ...error.advice.map((line) => `  → ${line}`)].join('\n');
}

const diskFullPattern =
  /No space left on device|Check free disk space|ENOSPC|database or disk is full|disk quota exceeded|EDQUOT/i;

/** Whether a program's output or a Node error says that the disk is full. */
export function saysDiskIsFull(text: string): boolean {
  return diskFullPattern.test(text);
}

/** The one message for a full disk, whoever ran into it first. */
export function diskFull(folder: string): MachineError {
  return new MachineError('disk_full', `The disk that holds ${folder} is full.`, [
    'Free some space (a fresh installation needs about 500 MB) and start again.',
    'Nothing that was stored is lost: a write that did not fit was not made.',
  ]);
}
