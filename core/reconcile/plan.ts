/**
 * The plan of one project: everything a reconcile would do, with its reasons, before the first write. A value of
 * plain data, the same before and after JSON. Pure.
 */
import type { ProjectBatch } from '../event/types';
import { diff } from './diff';
import { guard } from './guard';
import type { ActualEvent, Plan, Policy } from './types';

/** @param ours our events in the project's targets and in the other calendars marked as the project's. */
export const plan = (batch: ProjectBatch, ours: readonly ActualEvent[], policy: Policy): Plan =>
	guard(diff(batch, ours), ours, policy);
