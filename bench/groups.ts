/** The groups of measures, in the order they run, and what each needs. */
import type { Stack } from '../scripts/lib/stack';
import { measureBesidePeers } from './besidePeers';
import { measureCalendarCost } from './calendarCost';
import { measureChangeToEvent } from './changeToEvent';
import { measureDeliveries } from './deliveries';
import { measureLargeSnapshot } from './largeSnapshot';
import type { Measure } from './measure';
import { measurePackageSize } from './packageSize';
import { measureSecondStart } from './secondStart';
import { measureSnapshotRequests } from './snapshotRequests';
import { measureStaleness } from './staleness';
import { measureStoredBytes } from './storedBytes';
import { measureUnchangedCost } from './unchangedCost';
import { measureUnchangedReconcile } from './unchangedReconcile';
import { measureWorkspaceRequests } from './workspaceRequests';

interface Needs {
	readonly nothing: () => Promise<Measure[]>;
	/** The path of the packed package. */
	readonly tarball: (tarball: string) => Promise<Measure[]>;
	/** n8n, the stand-in and a calendar server, all running. */
	readonly stack: (stack: Stack) => Promise<Measure[]>;
}

export type Group = {
	[Need in keyof Needs]: { readonly name: string; readonly needs: Need; readonly run: Needs[Need] };
}[keyof Needs];

export const GROUPS: readonly Group[] = [
	{ name: 'change', needs: 'stack', run: measureChangeToEvent },
	{ name: 'unchanged', needs: 'stack', run: measureUnchangedReconcile },
	{ name: 'stored', needs: 'stack', run: measureStoredBytes },
	{ name: 'deliveries', needs: 'stack', run: measureDeliveries },
	{ name: 'requests', needs: 'nothing', run: measureSnapshotRequests },
	{ name: 'workspace', needs: 'nothing', run: measureWorkspaceRequests },
	{ name: 'large', needs: 'nothing', run: measureLargeSnapshot },
	{ name: 'calendar', needs: 'nothing', run: measureCalendarCost },
	{ name: 'reconcile', needs: 'nothing', run: measureUnchangedCost },
	{ name: 'peers', needs: 'nothing', run: measureBesidePeers },
	{ name: 'staleness', needs: 'nothing', run: measureStaleness },
	{ name: 'size', needs: 'tarball', run: measurePackageSize },
	{ name: 'start', needs: 'nothing', run: measureSecondStart },
];

/** The group of that name, or all of them without one. @throws {Error} naming the groups there are. */
export function chooseGroups(name: string | undefined): readonly Group[] {
	const chosen = GROUPS.filter((group) => name === undefined || group.name === name);
	if (chosen.length > 0) return chosen;
	const names = GROUPS.map((group) => group.name).join(', ');
	throw new Error(`There is no group "${name ?? ''}" of measures. Choose one of: ${names}.`);
}
