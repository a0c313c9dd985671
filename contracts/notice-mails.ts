import { z } from 'zod';
import { page, paging } from './lists.ts';
import { id, instant } from './values.ts';

const genuineness = z.enum(['genuine', 'doubtful', 'forged']);
const noticeClass = z.enum(['aup', 'billing', 'creditLimit', 'terms', 'securityAlert', 'serviceAdvisory', 'other']);

/** A mail that Microsoft sent, or somebody in its name, and what became of it. `findings` is what speaks against it. */
const listedMail = z
  .strictObject({
    id: id('eml'),
    receivedAt: instant,
    readAt: instant,
    genuineness,
    findings: z.array(z.string()),
    class: noticeClass,
    action: z.strictObject({ required: z.boolean(), taken: z.boolean() }),
    answerBy: instant.nullable(),
    outcome: z.enum(['case', 'task', 'recorded', 'repeated']),
    repeats: id('eml').nullable(),
    cases: z.array(id('sec')),
    sha256: z.string(),
  })
  .meta({ id: 'ListedNoticeMail' });

/** With what was written by persons; null once erased. Who reads it leaves a row in the audit. */
export const noticeMail = listedMail
  .extend({ sender: z.string().nullable(), subject: z.string().nullable() })
  .meta({ id: 'NoticeMail' });

export const noticeMailQuery = z.strictObject({
  genuineness: genuineness.optional(),
  class: noticeClass.optional(),
  ...paging,
});

export const noticeMailPage = page(listedMail);
