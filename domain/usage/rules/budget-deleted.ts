import { weighedActivity } from '../activity-finding.ts';
import type { Rule } from '../look.ts';

/**
 * A budget or a cost alert deleted: what would have told of the spending is gone before it begins. Practice 68: a budget on
 * every Azure subscription of the customer.
 */
export const budgetDeleted: Rule = (look) =>
  weighedActivity(look, 'budget-deleted', 68, ['budgetDeleted', 'alertDeleted']);
