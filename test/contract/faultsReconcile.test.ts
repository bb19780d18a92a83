/** Webhook events and reconciles through a network that fails at every possible moment. */
import { EVENTS, RECONCILE } from '../support/faultReconcile';
import { describeFaults } from '../support/faultSuite';

describeFaults('events', EVENTS);
describeFaults('projects', RECONCILE);
