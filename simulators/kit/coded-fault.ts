/** Thrown by a handler to refuse, with a status and a code of the service's own. */
export abstract class CodedFault extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
