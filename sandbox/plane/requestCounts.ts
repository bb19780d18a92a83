/** Counts API requests, for benchmarks. */
import type { RequestLog } from './standIn';

export interface RequestCounts {
	count(route: string, status: number): void;
	read(): RequestLog;
	reset(): void;
}

const increase = (counts: Map<string, number>, key: string): void => {
	counts.set(key, (counts.get(key) ?? 0) + 1);
};

export function createRequestCounts(): RequestCounts {
	const routes = new Map<string, number>();
	const statuses = new Map<string, number>();
	return {
		count: (route, status) => {
			increase(routes, route);
			increase(statuses, String(status));
		},
		read: () => ({
			total: [...routes.values()].reduce((sum, count) => sum + count, 0),
			byRoute: Object.fromEntries(routes),
			byStatus: Object.fromEntries(statuses),
		}),
		reset: () => {
			routes.clear();
			statuses.clear();
		},
	};
}
