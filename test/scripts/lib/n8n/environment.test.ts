import { n8nEnvironment } from '../../../../scripts/lib/n8n/environment';

const settings = { userFolder: '/data', port: 5000, brokerPort: 5001 };

describe('n8nEnvironment', () => {
	it('is the same whoever starts it', () => {
		const ofAnother = {
			N8N_ENCRYPTION_KEY: 'x',
			DB_TYPE: 'postgresdb',
			EXECUTIONS_MODE: 'queue',
			NODE_ENV: 'test',
		};
		expect(n8nEnvironment(ofAnother, settings)).toEqual(n8nEnvironment({}, settings));
	});

	it('listens and calls on loopback only', () => {
		expect(n8nEnvironment({ NO_PROXY: 'intranet.example' }, settings)).toMatchObject({
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: '5000',
			N8N_RUNNERS_BROKER_PORT: '5001',
			N8N_WEBHOOK_URL: 'http://127.0.0.1:5000/',
			NO_PROXY: 'intranet.example,127.0.0.1,localhost',
		});
	});

	it('lets a test change any setting', () => {
		const env = { EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none', N8N_LOG_LEVEL: 'debug' };
		expect(n8nEnvironment({}, { ...settings, env })).toMatchObject(env);
	});
});
