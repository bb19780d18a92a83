/** The control of deliveries, switches, faults and counts over HTTP. */
import { action, nullable, optional } from './controlAction';
import type { Action, Reader } from './controlAction';
import { parseFaultSet } from './parseFaults';
import { parseSwitches } from './parseSwitches';
import * as read from './readJson';
import type { ReleaseOrder } from './webhooks';

const position: Reader<number> = (name, value) => read.wholeNumber(name, value, 0);

const releaseOrder: Reader<ReleaseOrder> = (name, value) =>
	Array.isArray(value)
		? value.map((one) => position(name, one))
		: read.oneOf(name, value, ['as-held', 'reversed']);

const headers: Reader<Readonly<Record<string, string>>> = (name, value) =>
	Object.fromEntries(
		Object.entries(read.object(name, value)).map(([key, one]) => [key, read.text(`${name}.${key}`, one)]),
	);

export const DELIVERY_ACTIONS: Readonly<Record<string, Action>> = {
	webhook: action({ url: nullable(read.address) }, (control, { url }) => control.setWebhook(url)),
	'hold-deliveries': action({}, (control) => control.holdDeliveries()),
	'release-deliveries': action({ order: optional(releaseOrder) }, (control, { order }) => ({
		released: control.releaseDeliveries(order),
	})),
	deliver: action({ body: read.text, headers: optional(headers) }, async (control, given) => ({
		status: await control.deliver(given.body, given.headers),
	})),
	drain: action({}, (control) => control.drain()),
	'clear-deliveries': action({}, (control) => control.clearDeliveries()),
	switches: (control, _, given) => control.setSwitches(parseSwitches(given)),
	faults: ({ faults }, _, given) => {
		const { deliveries, answers } = parseFaultSet(given);
		return { ids: [...deliveries.map(faults.onDeliveries), ...answers.map(faults.onAnswers)] };
	},
	'clear-faults': action({ id: optional((name, id) => read.wholeNumber(name, id)) }, ({ faults }, { id }) =>
		faults.clear(id),
	),
	'clear-fired-faults': action({}, ({ faults }) => faults.clearFired()),
	'reset-requests': action({}, (control) => control.resetRequests()),
};
