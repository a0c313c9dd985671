import { z } from 'zod';
import { createTransport, type HttpReply } from '../partner-center/transport.ts';
import { type VatAnswer, type VatQuestion, type VatRegister, VatRegisterError } from './port.ts';

const PATH = 'taxation_customs/vies/rest-api/check-vat-number';

/** VIES asks the member state while we wait; some take a quarter of a minute. */
const REPLY_MS = 20_000;

/** `---` stands for what a member state does not tell. */
const told = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === null || /^[-\s]*$/.test(text) ? null : text.trim()));

const answered = z.object({
  valid: z.boolean(),
  requestDate: z.string().regex(/^\d{4}-\d{2}-\d{2}/),
  requestIdentifier: told,
  name: told,
  address: told,
});

/** The common error body; it comes with status 200 as well. */
const failed = z.object({
  actionSucceed: z.literal(false),
  errorWrappers: z.array(z.object({ error: z.string() })).min(1),
});

/** Words that asking again does not help. All others (MS_UNAVAILABLE, TIMEOUT, …_MAX_CONCURRENT_REQ) pass. */
const FINAL: ReadonlySet<string> = new Set(['INVALID_INPUT', 'INVALID_REQUESTER_INFO', 'VAT_BLOCKED', 'IP_BLOCKED']);

/** A client of VIES's REST interface (`check-vat-number`). @param url its host; default the European Commission's */
export function createVatRegister({ url = 'https://ec.europa.eu' }: { readonly url?: string } = {}): VatRegister {
  const transport = createTransport({ connectMs: 5_000, replyMs: REPLY_MS }, 64 * 1024);
  const address = new URL(PATH, url.endsWith('/') ? url : `${url}/`);
  return {
    async check(question) {
      const body = JSON.stringify(bodyOf(question));
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const reply = await transport
        .send({ method: 'POST', url: address, headers, body })
        .catch((cause: unknown): never => {
          throw new VatRegisterError('unavailable', 'no_answer', cause);
        });
      return answerOf(reply, reply.bytes);
    },
    close: () => transport.close(),
  };
}

function bodyOf({ asked, requester }: VatQuestion): Readonly<Record<string, string>> {
  return {
    countryCode: asked.country,
    vatNumber: asked.number,
    ...(requester === null ? {} : { requesterMemberStateCode: requester.country, requesterNumber: requester.number }),
  };
}

function answerOf({ status, text }: HttpReply, raw: Buffer): VatAnswer {
  const json = parsed(text);
  const failure = failed.safeParse(json);
  if (failure.success) {
    const code = failure.data.errorWrappers[0]?.error ?? 'unknown';
    throw new VatRegisterError(FINAL.has(code) ? 'refused' : 'unavailable', code);
  }
  const answer = answered.safeParse(json);
  if (status !== 200 || !answer.success) throw new VatRegisterError('unavailable', `http_${status}`);
  const { valid, requestDate, requestIdentifier, name, address } = answer.data;
  return { valid, name, address, requestId: requestIdentifier, on: requestDate.slice(0, 10), raw };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
