import { weighedActivity } from '../activity-finding.ts';
import { dayAt } from '../../calendar/day.ts';
import type { Rule } from '../look.ts';

/**
 * A new Owner of a subscription or a new Global administrator that nobody approved. Practice 10: no full access before the
 * controls exist, and a case for each unapproved one.
 */
export const newAdministrator: Rule = (look) => {
  const approved = (subject: string, at: number): boolean => {
    const day = dayAt(at, look.timeZone);
    return look.agreed.some(
      ({ kind, subject: user, from, until }) =>
        kind === 'administrator' && user === subject && from <= day && day <= until,
    );
  };
  const recent = look.recent.filter(({ subject, at }) => !approved(subject, at));
  return weighedActivity({ ...look, recent }, 'new-administrator', 10, [
    'ownerAssigned',
    'globalAdministratorAssigned',
  ]);
};
