import { z } from 'zod';
import { aim, ms } from '../kit/faults.ts';
import { webhookFaults } from '../kit/webhook-faults.ts';

/** What may go wrong with a mail; aim with `match: {to, from, subject}`, where `@example.com` means everyone there. */
const smtpFaults = [
  /** Refused for good at RCPT. */
  z.strictObject({
    ...aim,
    kind: z.literal('reject'),
    code: z.int().min(500).max(599).default(550),
    message: z.string().default('No such user here'),
  }),
  /** Refused for now at RCPT. */
  z.strictObject({
    ...aim,
    kind: z.literal('temporary'),
    code: z.int().min(400).max(499).default(451),
    message: z.string().default('Try again later'),
  }),
  z.strictObject({ ...aim, kind: z.literal('latency'), ms }),
  /** The mail is taken, and the connection dies before the 250. */
  z.strictObject({ ...aim, kind: z.literal('lostAnswer') }),
  /** The connection dies before the mail is taken. */
  z.strictObject({ ...aim, kind: z.literal('timeoutBefore'), ms: ms.default(0) }),
] as const;

export const mailFault = z.discriminatedUnion('kind', [...smtpFaults, ...webhookFaults]);
export type MailFault = z.infer<typeof mailFault>;
