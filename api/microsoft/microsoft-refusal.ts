import { PartnerCenterError } from '../../adapters/partner-center/partner-center-error.ts';
import { Refusal } from '../../domain/errors.ts';
import { explainRefusal } from '../../domain/service/explain-refusal.ts';

const FIELDS: Readonly<Record<string, string>> = {
  organizationRegistrationNumber: '/create/organizationRegistrationNumber',
  phoneNumber: '/create/contact/phoneNumber',
  domainPrefix: '/create/domainPrefix',
};

/** Whether Microsoft has said no, and will say so again until something changes. */
export function isRefusedByMicrosoft({ kind }: PartnerCenterError): boolean {
  return kind === 'refused' || kind === 'conflict';
}

/** What an error of Microsoft's means to our caller. Its own words may name people or companies: only codes are passed on. */
export function microsoftRefusal(error: unknown): unknown {
  if (!(error instanceof PartnerCenterError)) return error;
  if (error.kind === 'notFound') return new Refusal('not_found', 'Microsoft knows no such tenant of ours');
  if (!isRefusedByMicrosoft(error)) return new Refusal('gateway_failed', error.message);
  const code = error.code ?? error.kind;
  const { words, about } = explainRefusal(code);
  const pointer = about === undefined ? undefined : FIELDS[about];
  const errors = pointer === undefined ? [] : [{ pointer, message: words }];
  return new Refusal('refused_by_microsoft', `${words} (code ${code})`, errors);
}
