import type { Breach, TermsSubject } from '../terms-subject.ts';

/** More people use a product than it was bought for: seats were taken back, or assignments outlived a subscription. */
export function overAssigned({ licences }: TermsSubject): readonly Breach[] {
  return (licences ?? [])
    .filter(({ assigned, available }) => assigned > available)
    .map(({ name }) => ({ rule: 'over-assigned', subject: name }));
}
