import type { Route } from '../route.ts';
import { clockRoutes } from './clock.ts';
import { customerRoutes } from './customers.ts';
import { disputeRoutes } from './disputes.ts';
import { dunningRoutes } from './dunning.ts';
import { holdRoutes } from './holds.ts';
import { onboardingRoutes } from './onboarding.ts';
import { operationRoutes } from './operations.ts';
import { promiseRoutes } from './promises.ts';

/** Every call of the API, by resource. */
export const routes: readonly Route[] = [
  ...customerRoutes,
  ...onboardingRoutes,
  ...clockRoutes,
  ...operationRoutes,
  ...holdRoutes,
  ...dunningRoutes,
  ...disputeRoutes,
  ...promiseRoutes,
];
