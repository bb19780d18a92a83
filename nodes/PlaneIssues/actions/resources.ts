/** The node's table of contents. */
import { issue } from './issue/issue.resource';
import { label } from './label/label.resource';
import { member } from './member/member.resource';
import { project } from './project/project.resource';
import { state } from './state/state.resource';
import { workspace } from './workspace/workspace.resource';

export const resources = [issue, label, member, project, state, workspace];
