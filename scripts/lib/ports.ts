/** Ports of 127.0.0.1: which are free, and one sentence for a person when a wanted one is not. */
import net from 'node:net';

const HOST = '127.0.0.1';
const handedOut = new Set<number>();

const listenOnce = async (port: number): Promise<number | null> =>
	await new Promise((resolve) => {
		const server = net.createServer();
		server.once('error', () => resolve(null));
		server.listen({ host: HOST, port, exclusive: true }, () => {
			const address = server.address();
			const bound = address !== null && typeof address === 'object' ? address.port : null;
			server.close(() => resolve(bound));
		});
	});

const somebodyAnswers = async (port: number): Promise<boolean> =>
	await new Promise((resolve) => {
		const socket = net.connect({ host: HOST, port });
		const end = (answered: boolean): void => {
			socket.destroy();
			resolve(answered);
		};
		socket.once('connect', () => end(true));
		socket.once('error', () => end(false));
	});

/** Whether nothing listens on this port of 127.0.0.1 (asked both ways: some systems let two listen at once). */
export async function portIsFree(port: number): Promise<boolean> {
	return !(await somebodyAnswers(port)) && (await listenOnce(port)) !== null;
}

/** A port of 127.0.0.1 that is free now; no port is handed out twice by one process. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = await listenOnce(0);
		if (port === null) throw new Error('The system gave no free port on 127.0.0.1: close some programs.');
		if (handedOut.has(port)) continue;
		handedOut.add(port);
		return port;
	}
}

export interface WantedPort {
	readonly port: number;
	/** Who needs it, for the message: `n8n`. */
	readonly what: string;
	/** How to choose another: `--n8n-port`. */
	readonly option: string;
}

/** One sentence for the first port that is taken or wanted twice, or null when all can be used. */
export async function findBusyPort(wanted: readonly WantedPort[]): Promise<string | null> {
	const seen = new Map<number, string>();
	for (const { port, what, option } of wanted) {
		const other = seen.get(port);
		if (other !== undefined)
			return `Port ${port} is asked for by ${other} and ${what}: choose another with ${option}.`;
		seen.set(port, what);
		if (!(await portIsFree(port))) {
			return `Port ${port}, which ${what} needs, is in use: stop the program that uses it or choose another with ${option}.`;
		}
	}
	return null;
}
