/** The node's table of contents. */
import { issue } from './issue/issue.resource';
import { project } from './project/project.resource';

export const resources = [issue, project];
