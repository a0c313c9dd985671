import { z } from 'zod';
import { PartnerFault } from '../partner-fault.ts';
import { SEVERITIES, type ServiceRequest, STATUSES } from './service-request.ts';

const text = z.string().trim().min(1);
/** Contract 12.3: a note is added, status and severity are set; nothing else of it can be changed. */
const change = z.object({
  newNote: z.object({ text }).nullish(),
  status: z.string().optional(),
  severity: z.string().optional(),
});

/** What a PATCH makes of a request. @throws PartnerFault 800002 for a malformed body, 900126 for a word that is no value */
export function updated(before: ServiceRequest, body: unknown, at: string, by: string | null): ServiceRequest {
  const parsed = change.safeParse(body);
  if (!parsed.success) throw new PartnerFault('800002', z.prettifyError(parsed.error));
  const { newNote, status, severity } = parsed.data;
  const after = {
    ...before,
    status: status === undefined ? before.status : oneOf(STATUSES, status),
    severity: severity === undefined ? before.severity : oneOf(SEVERITIES, severity),
    notes: [
      ...(before.notes ?? []),
      ...(newNote == null ? [] : [{ text: newNote.text, createdByName: by, createdDate: at }]),
    ],
    lastModifiedDate: at,
  };
  return { ...after, lastClosedDate: after.status === 'closed' ? (before.lastClosedDate ?? at) : null };
}

function oneOf<T extends string>(words: readonly T[], word: string): T {
  const found = words.find((one) => one === word.toLowerCase());
  if (found === undefined) throw new PartnerFault('900126', `Unable to parse enum: ${word}.`);
  return found;
}
