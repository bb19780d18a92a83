/** What a worker learns of renamed projects: the delivery itself is received by another process in queue mode. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { PlaneCache } from '../../core/plane/cache';

/** Drops the remembered names of the projects that items of Plane Trigger in the input tell of. */
export function forgetProjectsInTheNews(context: IExecuteFunctions, { forgetProject }: PlaneCache): void {
	for (const { json } of context.getInputData()) {
		const isNews = json['event'] === 'project' && 'payload_version' in json;
		if (isNews && typeof json['id'] === 'string') forgetProject(json['id']);
	}
}
