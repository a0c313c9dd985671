import type { z } from 'zod';
import type { noticePreview } from '../../contracts/notices.ts';
import { businessNow, type CustomerHead } from '../../db/customers.ts';
import { loadAccount } from '../../db/load-account.ts';
import { noticeMaterial } from '../../db/notice-material.ts';
import { ladderContext } from '../../domain/dunning/ladder-context.ts';
import { Refusal } from '../../domain/errors.ts';
import { noticeOfStep } from '../../domain/notices/notice-of-step.ts';
import { writeNotice } from '../../domain/notices/write-notice.ts';
import type { ApiDeps } from '../deps.ts';

/**
 * The letter of a step of the customer's ladder, as the debt stands now.
 * @throws Refusal `unknown_step` where the policy has no such notice, `nothing_owed` where it would ask for nothing
 */
export async function previewNotice(
  { db, now }: Pick<ApiDeps, 'db' | 'now'>,
  customer: CustomerHead,
  step: string,
): Promise<z.output<typeof noticePreview>> {
  const { account, policy } = await loadAccount(db, customer);
  const effect = noticeOfStep(ladderContext(account, policy, businessNow(customer, now())), step);
  if (effect === null) {
    const steps = policy.steps.filter(({ kind }) => kind === 'notice').map(({ key }) => key);
    throw new Refusal('unknown_step', `the policy has no notice ${step}; it has ${steps.join(', ')}`);
  }
  if (effect.says.amount.minor === '0') throw new Refusal('nothing_owed', `${step} would ask for nothing now`);
  const { recipient, facts } = await noticeMaterial(db, customer.id, account, effect);
  const { locale } = account.traits;
  return {
    step,
    to: recipient === null ? [] : [recipient.email],
    locale,
    ...writeNotice(effect, policy, locale, facts),
  };
}
