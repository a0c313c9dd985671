import { type Answer, json } from '../kit/answer.ts';
import { CATALOGUE } from './fault-catalogue.ts';

export type FaultCode = keyof typeof CATALOGUE;

/** Thrown by a handler to refuse; nothing may have been written before. */
export class PartnerFault extends Error {
  override readonly name = 'PartnerFault';
  readonly code: FaultCode;
  readonly detail: string | undefined;

  constructor(code: FaultCode, detail?: string) {
    super(`${code}: ${detail ?? CATALOGUE[code].description}`);
    this.code = code;
    this.detail = detail;
  }
}

/** Contract 4: this code comes as a number. */
const NUMERIC: ReadonlySet<string> = new Set(['600061']);

function withMember(answer: Answer, member: object): Answer {
  return { ...answer, body: JSON.stringify({ ...JSON.parse(answer.body.toString()), ...member }) };
}

/** Contract 2.5: the error body; 401 carries `WWW-Authenticate`. */
export function faultAnswer(fault: PartnerFault): Answer {
  const { status, description } = CATALOGUE[fault.code];
  const answer = describe(
    NUMERIC.has(fault.code) ? Number(fault.code) : fault.code,
    status,
    fault.detail ?? description,
  );
  return NUMERIC.has(fault.code) ? withMember(answer, { isRetryable: false }) : answer;
}

/** A refusal asked for by a lever: any code, known here or not; a number stays a number (contract 2.5: `code` is sometimes one). */
export function refusalAnswer(code: string | number, status: number | undefined): Answer {
  const known = Object.entries(CATALOGUE).find(([key]) => key === String(code))?.[1];
  return describe(code, status ?? known?.status ?? 400, known?.description ?? 'Refused by the simulator.');
}

/** Contract 2.5: 5xx and other failures without a business meaning. */
export function failureAnswer(status: number): Answer {
  return status === 401
    ? describe('800001', 401, CATALOGUE['800001'].description)
    : describe('800003', status, CATALOGUE['800003'].description);
}

/** Contract 2.6: throttling answers in another shape than every other error. */
export function throttledAnswer(retryAfterSeconds: number): Answer {
  const seconds = Math.max(1, Math.ceil(retryAfterSeconds));
  return json(
    429,
    { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    { 'retry-after': String(retryAfterSeconds) },
  );
}

function describe(code: string | number, status: number, description: string): Answer {
  const challenge: Record<string, string> =
    status === 401 ? { 'www-authenticate': 'OAuth realm=urn:cpsvc:cpid:00000000-0000-0000-0000-000000000000' } : {};
  return json(status, { code, description, data: [], source: 'PartnerFD' }, challenge);
}
