/** Making, renaming, adopting and deleting calendars through a network that fails at every possible moment. */
import { describeFaults } from '../support/faultSuite';
import { CALENDARS } from '../support/faultScenarios';

describeFaults('calendars', CALENDARS);
