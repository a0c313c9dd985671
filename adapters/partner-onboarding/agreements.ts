import { partnersOwn, type PartnerConnection } from '../partner-center/connection.ts';
import { untilKnown } from '../partner-center/doubt.ts';
import { meaningOf } from '../partner-center/errors.ts';
import { asBoolean, asInteger, asText, field } from '../partner-center/json.ts';
import { readAllPages } from '../partner-center/pages.ts';
import { PartnerCenterError } from '../partner-center/partner-center-error.ts';
import { messageRequestId } from '../partner-center/request-id.ts';
import type { Attestation, PartnerOnboarding } from './port.ts';

const TYPE = 'MicrosoftCustomerAgreement';
/** Contract sections 4 and 17: the agreement exists; it counts as done. */
const EXISTS = '600061';

/**
 * The Microsoft Customer Agreement (contract section 4). The template is read, never known beforehand; the type is always
 * named, because without it the list is of the old Cloud Agreement.
 */
export function createAgreements({
  caller,
  limits,
  runtime,
}: PartnerConnection): Pick<PartnerOnboarding, 'hasAgreed' | 'attest'> {
  const every = (path: string, tenant: string) =>
    readAllPages(caller, { path: `${path}?agreementType=${TYPE}`, tenant, as: 'user' }, limits.pages);
  const pathOf = (tenantId: string): string => `/customers/${encodeURIComponent(tenantId)}/agreements`;

  const isAttested = async (tenantId: string): Promise<boolean> => (await every(pathOf(tenantId), tenantId)).length > 0;

  const isSigned = async (tenantId: string): Promise<boolean> => {
    const path = `/customers/${encodeURIComponent(tenantId)}/directSignedMicrosoftCustomerAgreementStatus`;
    return asBoolean(field(await caller.read({ path, tenant: tenantId, as: 'user' }), 'isSigned')) ?? false;
  };

  const newestTemplate = async (): Promise<string> => {
    const found = (await every('/agreements', partnersOwn)).toSorted(
      (one, other) => (asInteger(field(other, 'versionRank')) ?? 0) - (asInteger(field(one, 'versionRank')) ?? 0),
    );
    const id = asText(field(found[0], 'templateId'));
    if (id === null) throw new PartnerCenterError(meaningOf(404, null), { code: 'no_template' });
    return id;
  };

  const hasAgreed = async (tenantId: string): Promise<boolean> =>
    (await isAttested(tenantId)) || (await isSigned(tenantId));

  return {
    hasAgreed,
    async attest(tenantId, { agreedAt, ...primaryContact }: Attestation, requestId) {
      if (await hasAgreed(tenantId)) return;
      const templateId = await newestTemplate();
      const path = pathOf(tenantId);
      const send = async (): Promise<true> => {
        try {
          await caller.write({
            method: 'POST',
            path,
            tenant: tenantId,
            body: { primaryContact: { ...primaryContact }, templateId, dateAgreed: agreedAt, type: TYPE },
            messageRequestId: messageRequestId(requestId, 'POST', path),
            as: 'user',
          });
        } catch (error) {
          if (!(error instanceof PartnerCenterError) || error.code !== EXISTS) throw error;
        }
        return true;
      };
      const seen = async (): Promise<true | null> => ((await isAttested(tenantId)) ? true : null);
      await untilKnown(send, seen, limits, runtime);
      if ((await seen()) === null) throw new PartnerCenterError(meaningOf(409, null), { code: 'not_yet_visible' });
    },
  };
}
