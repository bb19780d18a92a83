/** A clock that jumps to the next waiting sleeper when nothing else is left to do, and canned answers. */
import type { HttpRequest, HttpResponse, Send } from '../../../core/http/types';

export interface FakeClock {
	readonly now: () => number;
	readonly sleep: (milliseconds: number) => Promise<void>;
	/** Every wait so far, in milliseconds. */
	readonly waits: number[];
	readonly advance: (milliseconds: number) => void;
}

export function fakeClock(start = Date.UTC(2026, 10, 22, 18, 0, 0)): FakeClock {
	let time = start;
	const waits: number[] = [];
	const timers: Array<{ at: number; wake: () => void }> = [];
	const wakeNext = () => {
		timers.sort((a, b) => a.at - b.at);
		const next = timers.shift();
		if (next === undefined) return;
		time = Math.max(time, next.at);
		next.wake();
	};
	return {
		now: () => time,
		sleep: async (milliseconds) => {
			waits.push(milliseconds);
			await new Promise<void>((wake) => {
				timers.push({ at: time + milliseconds, wake });
				setImmediate(wakeNext);
			});
		},
		waits,
		advance: (milliseconds) => {
			time += milliseconds;
		},
	};
}

export const anAnswer = (overrides: Partial<HttpResponse> = {}): HttpResponse => ({
	status: 200,
	headers: {},
	body: '',
	attempts: 1,
	...overrides,
});

export const aRequest = (overrides: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url: 'https://plane.example/',
	headers: {},
	...overrides,
});

/** Gives the answers in turn, throwing those that are errors; the last one for ever. */
export function sendOf(...answers: ReadonlyArray<HttpResponse | Error>): { send: Send; sent: HttpRequest[] } {
	const sent: HttpRequest[] = [];
	const send: Send = async (request) => {
		const answer = answers[Math.min(sent.length, answers.length - 1)];
		sent.push(request);
		if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer given');
		return await Promise.resolve(answer);
	};
	return { send, sent };
}
