import { weighedActivity } from '../activity-finding.ts';
import type { Rule } from '../look.ts';

/** A guest of the tenant was made an administrator of it. Practice 10; who is a guest is nobody's colleague (practice 74). */
export const guestMadeAdministrator: Rule = (look) =>
  weighedActivity(look, 'guest-made-administrator', 10, ['guestMadeAdministrator']);
