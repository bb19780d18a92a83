/** The table: every scenario through every fault at every request it sends. */
import type { CalendarServer } from '../../scripts/lib/calendarServers';
import { SERVERS } from './davServers';
import { FAULTS } from './faults';
import { countRequests, drive, openWorld, type Scenario, type World } from './faultWorld';

const START_TIMEOUT_MS = 60_000;
const CASE_TIMEOUT_MS = 120_000;

const isFull = Boolean(process.env.TEST_FULL);
/** Servers on which a full run tries every fault at every request. */
const FULL_SERVERS: ReadonlySet<string> = new Set(['Radicale 3.9.0', 'Xandikos 0.4.10']);
/** Elsewhere every fault meets every operation, at one in so many of its requests, in turns. */
const TURNS = 10;
const faults = FAULTS.filter(({ isShort }) => isFull || isShort);

export function describeFaults(what: string, scenarios: readonly Scenario[]): void {
	describe.each(SERVERS)(`${what} on $name`, ({ name: serverName, start }) => {
		const turns = isFull && FULL_SERVERS.has(serverName) ? 1 : TURNS;
		let server: CalendarServer;
		let world: World;
		let n = 0;
		const counts = new Map<string, number>();
		beforeAll(async () => {
			server = await start();
			world = await openWorld(server);
		}, START_TIMEOUT_MS);
		afterAll(async () => {
			await world.stop();
			await server.stop();
		}, START_TIMEOUT_MS);

		describe.each(scenarios)('$name', (scenario) => {
			it.each(faults)(
				'survives $name',
				async (faultCase) => {
					const { fault, times } = faultCase;
					const count = counts.get(scenario.name) ?? (await countRequests(world, scenario, ++n));
					counts.set(scenario.name, count);
					expect(count).toBeGreaterThan(0);
					for (const position of positionsOf(count, turns, FAULTS.indexOf(faultCase))) {
						await at(position, count, () =>
							drive(world, { scenario, armed: { fault, position, times }, n: ++n }),
						);
					}
					expect(world.proxy.elsewhere()).toEqual([]);
				},
				CASE_TIMEOUT_MS,
			);
		});
	});
}

/** The requests a fault meets, from 1; at least one, and another one for each fault. */
function positionsOf(count: number, turns: number, faultIndex: number): readonly number[] {
	const all = Array.from({ length: count }, (_, index) => index + 1);
	const chosen = all.filter((position) => (position + faultIndex) % turns === 0);
	return chosen.length > 0 ? chosen : [(faultIndex % count) + 1];
}

/** Names the request that met the fault when something does not hold. */
async function at(position: number, count: number, work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		if (error instanceof Error) error.message = `At request ${position} of ${count}: ${error.message}`;
		throw error;
	}
}
