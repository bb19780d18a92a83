/** Reading and writing events through a network that fails at every possible moment. */
import { describeFaults } from '../support/faultSuite';
import { READING, WRITING } from '../support/faultScenarios';

describeFaults('reading', READING);
describeFaults('writing', WRITING);
