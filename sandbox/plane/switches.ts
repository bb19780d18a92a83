/**
 * What may be switched while the stand-in runs: the form of deliveries, what is announced, the API's limits
 * and the rules for webhook addresses. Knows what the switches are, not what they do.
 */
import type { UrlRules } from './urlRules';

export interface Switches {
	/** Form of deliveries: 1 as CE 1.3.1 sends them (default), 2 as documented since July 2026. */
	readonly payloadVersion: 1 | 2;
	/** Version 2 as its documented samples are: the text `None` for null, enumeration names for events. */
	readonly documentedOddities: boolean;
	/** Version 1 with `create`, `update`, `delete` for `created`, `updated`, `deleted`. */
	readonly olderActions: boolean;
	/** Version 1 as 0.23–0.26 sent it: a change once as the activity log and once as the record spells it. */
	readonly doubledDeliveries: boolean;
	/** Whether deleting a work item sends `deleted` in version 1; CE 1.3.1 does not, so false by default. */
	readonly sendDeletes: boolean;
	/** Largest `per_page`: 1000 as on CE by default, 100 as on Cloud. */
	readonly maxPerPage: number;
	/** API requests per key and 60 s; 60 by default, null for no limit. Setting it forgets earlier requests. */
	readonly rateLimit: number | null;
	/** Plane's rules for webhook addresses; null by default, since the stand-in lives on loopback. */
	readonly urlRules: UrlRules | null;
}

export const DEFAULT_SWITCHES: Switches = {
	payloadVersion: 1,
	documentedOddities: false,
	olderActions: false,
	doubledDeliveries: false,
	sendDeletes: false,
	maxPerPage: 1000,
	rateLimit: 60,
	urlRules: null,
};

export interface SwitchBoard {
	read(): Switches;
	/** Changes the switches that are named and leaves the others. */
	set(changes: Partial<Switches>): Switches;
}

/** @param onChange called after every change with what was named. */
export function createSwitches(
	initial: Switches,
	onChange: (changes: Partial<Switches>) => void,
): SwitchBoard {
	let switches = initial;
	return {
		read: () => switches,
		set: (changes) => {
			switches = { ...switches, ...changes };
			onChange(changes);
			return switches;
		},
	};
}
