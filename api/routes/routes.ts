import type { Route } from '../route.ts';
import { clockRoutes } from './clock.ts';
import { customerRoutes } from './customers.ts';
import { onboardingRoutes } from './onboarding.ts';
import { operationRoutes } from './operations.ts';

/** Every call of the API, by resource. */
export const routes: readonly Route[] = [...customerRoutes, ...onboardingRoutes, ...clockRoutes, ...operationRoutes];
